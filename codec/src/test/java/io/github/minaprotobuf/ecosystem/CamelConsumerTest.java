package io.github.minaprotobuf.ecosystem;

import static io.github.minaprotobuf.ecosystem.EchoClient.echo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import io.github.minaprotobuf.codec.MalformedMessageException;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mina.MinaConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoAcceptor;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A Camel route receives and answers messages, with the codec as a bean")
@Timeout(60)
class CamelConsumerTest {

    private static final byte[] MALFORMED = {1, 0, 0, 0, (byte) 0xFF};

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Caught caught = new Caught();

    /** Keeps what goes wrong in the chain, and passes it on. */
    private static final class Caught extends IoFilterAdapter {
        private final BlockingQueue<Throwable> exceptions = new LinkedBlockingQueue<>();

        @Override
        public void exceptionCaught(NextFilter next, IoSession session, Throwable cause) throws Exception {
            exceptions.add(cause);
            next.exceptionCaught(session, cause);
        }
    }

    private SocketAddress start(String options, Processor processor) throws Exception {
        camel.getRegistry()
                .bind(
                        "echoCodec",
                        ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                                .maxBodyLength(64 << 20) // more than the sockets of a connection hold
                                .build());
        camel.getRegistry().bind("caught", caught);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mina:tcp://127.0.0.1:0?codec=#echoCodec&filters=#caught" + options)
                        .routeId("route")
                        .process(processor);
            }
        });
        camel.start();
        return acceptor().getLocalAddress();
    }

    private IoAcceptor acceptor() {
        return ((MinaConsumer) camel.getRoute("route").getConsumer()).getAcceptor();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void the_body_of_an_exchange_is_the_message() throws Exception {
        SocketAddress server = start("", exchange -> {
            Echo request = exchange.getMessage().getBody(Echo.class);
            exchange.getMessage().setBody(request.toBuilder().setId(7).build());
        });
        try (EchoClient client = new EchoClient(server)) {
            assertEquals(echo("hi").toBuilder().setId(7).build(), client.ask("hi"));
        }
    }

    @Test
    void the_codec_is_below_the_thread_pool_and_the_filters_of_the_endpoint() throws Exception {
        start("&minaLogger=true", exchange -> {});
        assertEquals(
                List.of("codec", "threadPool", "logger", Caught.class.getCanonicalName()),
                acceptor().getFilterChain().getAll().stream()
                        .map(IoFilterChain.Entry::getName)
                        .toList());
    }

    @Test
    void a_frame_that_takes_many_reads() throws Exception {
        SocketAddress server = start("", exchange -> {});
        Echo large = echo("x".repeat(3 << 20));
        try (EchoClient client = new EchoClient(server)) {
            assertEquals(large, client.send(large).reply());
        }
    }

    @Test
    void a_frame_that_comes_byte_by_byte() throws Exception {
        SocketAddress server = start("", exchange -> {});
        try (EchoClient client = new EchoClient(server)) {
            for (byte b : new byte[] {4, 0, 0, 0, 0x12, 2, 'h', 'i', 0, 0, 0, 0}) {
                client.sendBytes(b);
            }
            assertEquals(List.of(echo("hi"), echo("")), client.replies(2));
        }
    }

    @Test
    void a_malformed_body_closes_its_connection_and_no_other() throws Exception {
        SocketAddress server = start("", exchange -> {});
        try (EchoClient malformed = new EchoClient(server);
                EchoClient other = new EchoClient(server)) {
            assertEquals(echo("before"), malformed.ask("before"));
            assertTrue(malformed.sendBytes(MALFORMED).isClosedWithoutReply());
            assertInstanceOf(MalformedMessageException.class, caught.exceptions.poll(20, TimeUnit.SECONDS));
            assertEquals(echo("goes on"), other.ask("goes on"));
        }
    }

    @Test
    void a_route_that_fails_is_refused_by_the_encoder_with_the_failure_as_the_cause() throws Exception {
        IllegalStateException failure = new IllegalStateException("no such order");
        SocketAddress server = start("", exchange -> {
            throw failure;
        });
        try (EchoClient client = new EchoClient(server)) {
            assertTrue(client.send(echo("order")).isClosedWithoutReply());
            Throwable refused = caught.exceptions.poll(20, TimeUnit.SECONDS);
            assertInstanceOf(ProtocolEncoderException.class, refused);
            assertTrue(
                    refused.getMessage().startsWith("cannot encode java.lang.IllegalStateException: a failure"),
                    refused.getMessage());
            assertSame(failure, refused.getCause());
        }
    }

    @Test
    void a_route_that_ends_with_no_message_is_refused_by_the_class() throws Exception {
        SocketAddress server = start("", exchange -> exchange.getMessage().setBody("text"));
        try (EchoClient client = new EchoClient(server)) {
            assertTrue(client.send(echo("order")).isClosedWithoutReply());
            Throwable refused = caught.exceptions.poll(20, TimeUnit.SECONDS);
            assertInstanceOf(ProtocolEncoderException.class, refused);
            assertTrue(refused.getMessage().contains("java.lang.String"), refused.getMessage());
        }
    }

    @Test
    void with_sync_false_the_body_that_the_route_ends_with_is_written_all_the_same() throws Exception {
        SocketAddress server = start("&sync=false", exchange -> {});
        try (EchoClient client = new EchoClient(server)) {
            assertEquals(echo("one way?"), client.ask("one way?"));
        }
    }

    @Test
    void a_route_that_ends_with_no_body_closes_the_connection() throws Exception {
        SocketAddress server = start("", exchange -> exchange.getMessage().setBody(null));
        try (EchoClient client = new EchoClient(server)) {
            assertTrue(client.send(echo("one way")).isClosedWithoutReply());
            assertTrue(caught.exceptions.isEmpty());
        }
    }

    @Test
    void a_peer_that_does_not_read_is_waited_for_and_then_closed() throws Exception {
        Echo large = echo("x".repeat(32 << 20));
        SocketAddress server =
                start("&writeTimeout=200", exchange -> exchange.getMessage().setBody(large));
        try (EchoClient client = new EchoClient(server)) {
            client.stopReading().send(echo("large"));
            Throwable e = caught.exceptions.poll(20, TimeUnit.SECONDS);
            assertInstanceOf(CamelExchangeException.class, e);
            assertTrue(e.getMessage().startsWith("Cannot write body: com.example.Echo"), e.getMessage());
        }
    }

    @ParameterizedTest(name = "orderedThreadPoolExecutor={0}")
    @ValueSource(booleans = {true, false})
    void two_clients_are_served_at_the_same_time_and_each_in_order_if_the_pool_is(boolean ordered) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CyclicBarrier both = new CyclicBarrier(2);
        SocketAddress server = start("&orderedThreadPoolExecutor=" + ordered, exchange -> {
            if (exchange.getMessage().getBody(Echo.class).getId() == 0) {
                begun.countDown();
                both.await(20, TimeUnit.SECONDS);
            }
        });
        List<Echo> messages = IntStream.range(0, 300)
                .mapToObj(i -> echo("x".repeat(i)).toBuilder().setId(i).build())
                .toList();
        try (EchoClient one = new EchoClient(server);
                EchoClient two = new EchoClient(server)) {
            messages.forEach(one::send);
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            messages.forEach(two::send);
            for (EchoClient client : List.of(one, two)) {
                List<Echo> replies = client.replies(messages.size());
                if (!ordered) {
                    replies.sort(Comparator.comparingLong(Echo::getId));
                }
                assertEquals(messages, replies);
            }
        }
    }

    /** A trap of both of MINA's pools, which camel.md tells of. When MINA has mended it, this fails. */
    @ParameterizedTest(name = "orderedThreadPoolExecutor={0}")
    @ValueSource(booleans = {true, false})
    void what_came_before_the_pool_awoke_waits_behind_another_client_until_the_next_event(boolean ordered)
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        SocketAddress server = start("&orderedThreadPoolExecutor=" + ordered, exchange -> {
            if (exchange.getMessage().getBody(Echo.class).getText().equals("long")) {
                begun.countDown();
                assertTrue(overtaken.await(20, TimeUnit.SECONDS));
            }
        });
        LatePool pool = new LatePool(camel, "route");
        try (EchoClient one = new EchoClient(server)) {
            one.send(echo("long"));
            pool.awaitMessage();
            try (EchoClient two = new EchoClient(server)) { // not before: the pool takes up clients as they come
                two.send(echo("short"));
                pool.awaitMessage();
                pool.run();
                assertTrue(begun.await(20, TimeUnit.SECONDS));
                assertEquals(1, pool.threads(), "threads, all of which serve the first client");

                two.send(echo("next"));
                assertEquals(Set.of(echo("short"), echo("next")), Set.copyOf(two.replies(2)));
                overtaken.countDown();
                assertEquals(echo("long"), one.reply());
            }
        }
    }

    @Test
    void without_order_a_message_overtakes_one_of_its_connection_that_takes_longer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        SocketAddress server = start("&orderedThreadPoolExecutor=false", exchange -> {
            if (exchange.getMessage().getBody(Echo.class).getText().equals("long")) {
                begun.countDown();
                assertTrue(overtaken.await(20, TimeUnit.SECONDS));
            }
        });
        try (EchoClient client = new EchoClient(server)) {
            client.send(echo("long"));
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            assertEquals(echo("short"), client.ask("short"));
            overtaken.countDown();
            assertEquals(echo("long"), client.reply());
        }
    }
}
