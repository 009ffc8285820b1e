package io.github.minaprotobuf.ecosystem;

import static io.github.minaprotobuf.ecosystem.EchoClient.echo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import io.github.minaprotobuf.codec.Guide;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The routes of camel.md run")
@Timeout(60)
class GuideCamelTest {

    private static final Guide GUIDE = Guide.named("camel.md");

    @TempDir
    private static Path folder;

    private static Guide.Program program;

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeAll
    static void compile() throws Exception {
        program = GUIDE.compile(folder);
    }

    private void start(String route) throws Exception {
        camel.getRegistry().bind("echoCodec", ProtobufCodecFactory.of(Echo.getDefaultInstance()));
        camel.addRoutes((RoutesBuilder) program.load(route).getConstructor().newInstance());
        camel.start();
    }

    private static EchoClient connect() {
        return new EchoClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), program.port()));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void the_application_answers_a_client_and_a_producer() throws Exception {
        CamelContext application = (CamelContext)
                program.load("EchoApplication").getMethod("start").invoke(null);
        try (application;
                EchoClient client = connect();
                ProducerTemplate template = application.createProducerTemplate()) {
            assertEquals(echo("you said hello"), client.ask("hello"));
            assertEquals(
                    echo("you said hello"),
                    program.load("EchoQuestion")
                            .getMethod("ask", ProducerTemplate.class, Echo.class)
                            .invoke(null, template, echo("hello")));
        }
    }

    @Test
    void the_forgiving_route_answers_when_it_fails_and_after_a_malformed_body() throws Exception {
        start("ForgivingRoute");
        try (EchoClient client = connect()) {
            assertEquals(echo("failed: nothing was said"), client.ask(""));
            client.sendBytes(new byte[] {1, 0, 0, 0, (byte) 0xFF});
            assertEquals(echo("next"), client.ask("next"));
        }
    }

    @Test
    void the_one_way_route_takes_message_after_message_and_sends_nothing() throws Exception {
        start("OneWayRoute");
        BlockingQueue<String> printed = new LinkedBlockingQueue<>();
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                printed.add(line);
            }
        });
        try (EchoClient client = connect()) {
            for (String text : List.of("one", "two", "three")) {
                client.send(echo(text));
                assertEquals(text, printed.poll(20, TimeUnit.SECONDS));
            }
            camel.stop();
            assertTrue(client.isClosedWithoutReply());
        } finally {
            System.setOut(stdout);
        }
    }

    @ParameterizedTest(name = "orderedThreadPoolExecutor={0}")
    @ValueSource(booleans = {true, false})
    void with_all_threads_there_from_the_start_no_client_waits_for_another(boolean ordered) throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        camel.getRegistry().bind("echoCodec", ProtobufCodecFactory.of(Echo.getDefaultInstance()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mina:tcp://127.0.0.1:" + program.port()
                                + "?codec=#echoCodec&maximumPoolSize=2&orderedThreadPoolExecutor=" + ordered)
                        .routeId("both")
                        .process(exchange -> both.await(20, TimeUnit.SECONDS));
            }
        });
        camel.start();
        LatePool pool = new LatePool(camel, "both");
        program.load("AllThreads")
                .getMethod("start", CamelContext.class, String.class)
                .invoke(null, camel, "both");
        try (EchoClient one = connect();
                EchoClient two = connect()) {
            one.send(echo("one"));
            pool.awaitMessage();
            two.send(echo("two"));
            pool.awaitMessage();
            pool.run();
            assertEquals(echo("one"), one.reply());
            assertEquals(echo("two"), two.reply());
        }
    }

    @Test
    void the_page_names_the_version_that_is_tested() {
        assertTrue(GUIDE.prose().contains("tested: " + camel.getVersion() + ","));
        assertTrue(GUIDE.prose().contains("<version>" + camel.getVersion() + "</version>"));
    }
}
