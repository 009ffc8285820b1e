package io.github.minaprotobuf.ecosystem;

import static io.github.minaprotobuf.ecosystem.EchoClient.echo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MalformedMessageException;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mina.MinaConsumer;
import org.apache.camel.component.mina.MinaProducer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A Camel route sends messages and gets replies, with the codec as a bean")
@Timeout(60)
class CamelProducerTest {

    private static final byte[] MALFORMED = {1, (byte) 0xFF};

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final NioSocketAcceptor server = new NioSocketAcceptor(1);
    private final BlockingQueue<Echo> received = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A server of plain MINA that echoes; to some questions it has an answer of its own. */
    private final class Server extends IoHandlerAdapter {
        @Override
        public void messageReceived(IoSession session, Object message) {
            Echo request = (Echo) message;
            received.add(request);
            switch (request.getText()) {
                case "malformed" -> session.write(IoBuffer.wrap(MALFORMED));
                case "large" -> session.write(echo("x".repeat(3 << 20)));
                default -> session.write(message);
            }
        }

        @Override
        public void sessionClosed(IoSession session) {
            closed.countDown();
        }
    }

    @BeforeEach
    void start() throws Exception {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .build();
        server.getFilterChain().addLast("protobuf", new ProtocolCodecFilter(codec));
        server.setHandler(new Server());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        camel.getRegistry().bind("varintCodec", codec);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.dispose(true);
    }

    private String uri(String options) {
        return "mina:tcp://127.0.0.1:" + server.getLocalAddress().getPort() + "?codec=#varintCodec" + options;
    }

    private Echo ask(String text) throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            return template.requestBody(uri(""), echo(text), Echo.class);
        }
    }

    @Test
    void a_message_has_a_reply() throws Exception {
        assertEquals(echo("hi"), ask("hi"));
    }

    @Test
    void a_reply_that_takes_many_reads() throws Exception {
        assertEquals(3 << 20, ask("large").getText().length());
    }

    @Test
    void threads_that_ask_at_the_same_time_get_their_own_replies() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Echo>> questions = IntStream.range(0, 100)
                    .mapToObj(i -> (Callable<Echo>) () -> ask("question " + i))
                    .toList();
            List<Future<Echo>> replies = threads.invokeAll(questions);
            for (int i = 0; i < replies.size(); i++) {
                assertEquals(echo("question " + i), replies.get(i).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void without_waiting_for_replies() throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBody(uri("&sync=false"), echo("one"));
            template.sendBody(uri("&sync=false"), echo("two"));
        }
        assertEquals(echo("one"), received.poll(20, TimeUnit.SECONDS));
        assertEquals(echo("two"), received.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void a_malformed_reply_fails_the_exchange_and_the_next_one_has_a_connection_of_its_own() throws Exception {
        CamelExecutionException e = assertThrows(CamelExecutionException.class, () -> ask("malformed"));
        assertInstanceOf(MalformedMessageException.class, e.getCause().getCause());
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        assertEquals(echo("next"), ask("next"));
    }

    @Test
    void what_is_no_message_fails_the_exchange_by_the_class() throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            CamelExecutionException e =
                    assertThrows(CamelExecutionException.class, () -> template.requestBody(uri(""), "text"));
            Throwable refused = e.getCause().getCause();
            assertInstanceOf(ProtocolEncoderException.class, refused);
            assertTrue(refused.getMessage().contains("java.lang.String"), refused.getMessage());
        }
    }

    @Test
    void what_is_no_message_is_lost_without_a_word_when_no_reply_is_waited_for() throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBody(uri("&sync=false"), "text");
        }
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(received));
    }

    @Test
    void the_codec_is_above_the_thread_pool() throws Exception {
        MinaProducer producer =
                (MinaProducer) camel.getEndpoint(uri("&minaLogger=true")).createProducer();
        try (producer) {
            assertEquals(
                    List.of("threadPool", "logger", "codec"),
                    producer.getFilterChain().getAll().stream()
                            .map(IoFilterChain.Entry::getName)
                            .toList());
        }
    }

    @Test
    void a_route_from_one_format_to_another() throws Exception {
        camel.getRegistry().bind("littleEndianCodec", ProtobufCodecFactory.of(Echo.getDefaultInstance()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mina:tcp://127.0.0.1:0?codec=#littleEndianCodec")
                        .routeId("relay")
                        .to(uri(""));
            }
        });
        MinaConsumer relay = (MinaConsumer) camel.getRoute("relay").getConsumer();
        try (EchoClient client = new EchoClient(relay.getAcceptor().getLocalAddress())) {
            assertEquals(echo("through"), client.ask("through"));
            assertEquals(echo("through"), received.poll());
        }
    }
}
