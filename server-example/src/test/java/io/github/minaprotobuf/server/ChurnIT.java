package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.frames;
import static io.github.minaprotobuf.server.Client.message;
import static io.github.minaprotobuf.server.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("20,000 connections, one after another, that end in every way")
@Tag("faults")
@Timeout(300)
class ChurnIT {

    private static final int WARM_UP = 1_000;
    private static final int CONNECTIONS = 20_000;

    /** More than one: a closed connection keeps its port for a minute, and an address has some 28,000. */
    private static final int SOURCES = 8;

    private enum End {
        AT_ONCE,
        AFTER_REPLY,
        INSIDE_HEADER,
        INSIDE_BODY,
        RESET_AT_ONCE,
        RESET_AFTER_REPLY,
        RESET_INSIDE_BODY,
        RESET_BEFORE_REPLY,
        HALF_CLOSE;

        private static final byte[] FRAME = frames(ofPayload(1, 20_000));

        void visit(Client client, long id) throws IOException {
            if (name().startsWith("RESET")) {
                client.socket().setSoLinger(true, 0); // close() is a RST
            }
            switch (this) {
                case AT_ONCE, RESET_AT_ONCE -> {}
                case AFTER_REPLY, RESET_AFTER_REPLY -> exchange(client, id);
                case INSIDE_HEADER -> exchange(client, id).send((byte) 0x80);
                case INSIDE_BODY, RESET_INSIDE_BODY -> exchange(client, id).send(Arrays.copyOf(FRAME, 10_000));
                case RESET_BEFORE_REPLY -> exchange(client, id).send(FRAME);
                case HALF_CLOSE -> {
                    Echo last = message(-id);
                    assertEquals(
                            List.of(last),
                            exchange(client, id).send(last).halfClose().repliesUntilEnd());
                }
            }
        }

        private static Client exchange(Client client, long id) throws IOException {
            assertEquals(message(id), client.exchange(message(id)));
            return client;
        }
    }

    @Test
    void no_session_no_descriptor_and_no_byte_is_left() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx128m"), "--jmx");
                ServerProbe probe = ServerProbe.attach(server)) {
            visit(server, 0, WARM_UP);
            probe.awaitHoldings(new ServerProbe.Holdings(0, Integer.MAX_VALUE, 0));
            ServerProbe.Holdings baseline = probe.holdings();
            long heap = probe.heapAfterGc();

            long start = System.nanoTime();
            visit(server, WARM_UP, CONNECTIONS);
            double seconds = (System.nanoTime() - start) / 1e9;
            probe.awaitHoldings(baseline);
            long heapAfter = probe.heapAfterGc();
            String figures = String.format(
                    "heap after GC: %,d KiB after %,d connections, %,d KiB after %,d, in %.1f s; %s, then %s",
                    heap >> 10, WARM_UP, heapAfter >> 10, CONNECTIONS, seconds, baseline, probe.holdings());
            System.out.println(figures);
            assertTrue(heapAfter <= heap + heap / 10, figures);
        }
    }

    private static void visit(ServerProcess server, int from, int to) throws IOException {
        End[] ends = End.values();
        for (int i = from; i < to; i++) {
            try (Client client = connect(server.address(), "127.0.0." + (2 + i % SOURCES))) {
                ends[i % ends.length].visit(client, i);
            }
        }
    }

    private static Client connect(InetSocketAddress server, String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(server);
        return new Client(socket);
    }
}
