package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tcpdump captures on the loopback, and decode makes of it. */
@Timeout(60)
class CaptureIT {

    private static final int CONNECTIONS = 3;

    @TempDir
    private Path folder;

    /** EN10MB is the loopback's own link type; the other is that of the device that is called any. */
    @ParameterizedTest
    @ValueSource(strings = {"EN10MB", "any"})
    void framesOfSeveralConnectionsAreShownFromBothSides(String link) throws Exception {
        Path capture = folder.resolve("loopback.pcap");
        String[] device = link.equals("any") ? new String[] {"-i", "any"} : new String[] {"-i", "lo", "-y", link};
        try (ProtobufAcceptor server = InProcessServer.start(Wire.BE32)) {
            int port = server.getLocalAddress().getPort();
            try (Tcpdump tcpdump = Tcpdump.capture(capture, port, device)) {
                talk(port);
                awaitEnds(capture, tcpdump);
            }
        }
        List<String> expected = new ArrayList<>();
        for (int number = 1; number <= CONNECTIONS; number++) {
            for (String side : List.of(">", "<")) {
                expected.add("#" + number + " " + side + " @0  00 00 00 02  2 B  Echo id: " + number);
                expected.add("#" + number + " " + side + " end of the stream after 6 bytes");
            }
        }
        assertEquals(
                expected,
                decode(capture)
                        .out()
                        .lines()
                        .map(line -> line.replaceFirst("^[^ ]+ ", ""))
                        .filter(line -> line.matches("#\\d [<>].*"))
                        .sorted(Comparator.comparing((String line) -> line.charAt(1))
                                .thenComparing(line -> line.charAt(3) == '<')
                                .thenComparing(line -> line.contains("end of")))
                        .toList());
    }

    private static ClientRun decode(Path capture) {
        return ClientRun.of("decode --echo --format be32 " + capture);
    }

    private static void talk(int port) throws Exception {
        for (int number = 1; number <= CONNECTIONS; number++) {
            byte[] body = Echo.newBuilder().setId(number).build().toByteArray();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write(new byte[] {0, 0, 0, (byte) body.length, body[0], body[1]});
                assertEquals(4 + body.length, client.getInputStream().readNBytes(4 + body.length).length);
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
            }
        }
    }

    /** The kernel hands packets to tcpdump when it likes to. */
    private static void awaitEnds(Path capture, Tcpdump tcpdump) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (tcpdump.isRunning()
                && System.nanoTime() < deadline
                && decode(capture)
                                .out()
                                .lines()
                                .filter(line -> line.contains("end of the stream"))
                                .count()
                        < 2 * CONNECTIONS) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
