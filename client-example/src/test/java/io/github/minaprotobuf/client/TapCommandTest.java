package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TapCommandTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();

    private static List<String> of(List<String> lines, String side) {
        return lines.stream().filter(line -> line.startsWith("#1 " + side)).toList();
    }

    @Test
    void eachFrameIsOneLineForEachSide() throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.VARINT32);
                RunningTap tap = RunningTap.once(server.getLocalAddress().getPort(), "--echo --format varint32")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                HI.writeDelimitedTo(client.getOutputStream());
                Echo.getDefaultInstance().writeDelimitedTo(client.getOutputStream());
                assertEquals(HI, Echo.parseDelimitedFrom(client.getInputStream()));
                assertEquals(Echo.getDefaultInstance(), Echo.parseDelimitedFrom(client.getInputStream()));
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
            }
            List<String> lines = tap.lines();
            for (String side : List.of(">", "<")) {
                assertEquals(
                        List.of(
                                "#1 " + side + " @0  06  6 B  Echo id: 1 text: \"hi\"",
                                "#1 " + side + " @7  00  0 B  (empty)",
                                "#1 " + side + " end of the stream after 8 bytes"),
                        of(lines, side));
            }
        }
    }

    @Test
    void nothingOfAPeersMovesTheCursor() throws Exception {
        Echo rude = Echo.newBuilder().setText("\u001B[2J\u202E").build();
        try (ProtobufAcceptor server = InProcessServer.start(Wire.VARINT32);
                RunningTap tap =
                        RunningTap.once(server.getLocalAddress().getPort(), "--echo --format varint32 --only client")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                rude.writeDelimitedTo(client.getOutputStream());
                assertEquals(rude, Echo.parseDelimitedFrom(client.getInputStream()));
            }
            assertEquals(
                    "#1 > @0  09  9 B  Echo text: \"\\u001B[2J\\u202E\"",
                    of(tap.lines(), ">").get(0));
        }
    }

    /** The server is told of it, and the client of what the server does then. */
    @Test
    void aResetOfTheClientReachesTheServer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningTap tap = RunningTap.once(server.getLocalPort(), "")) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port());
            try (Socket accepted = server.accept()) {
                client.getOutputStream().write(new byte[] {0, 0, 0, 0});
                assertEquals(4, accepted.getInputStream().readNBytes(4).length);
                client.setSoLinger(true, 0);
                client.close();
                assertThrows(IOException.class, () -> accepted.getInputStream().read());
            }
            assertTrue(tap.lines().contains("#1 > Connection reset after 4 bytes"), tap::output);
        }
    }

    @Test
    void cutToBytesEachIsAWriteThatIsDelayedAndAllArrive() throws Exception {
        byte[] sent = new byte[200];
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningTap tap = RunningTap.once(server.getLocalPort(), "--cut bytes --rate 100KiB --delay 0.001")) {
            long start = System.nanoTime();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port());
                    Socket accepted = server.accept()) {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
                assertEquals(sent.length, accepted.getInputStream().readAllBytes().length);
            }
            long least = sent.length * (1_000_000L + 1_000_000_000L / (100 << 10));
            assertTrue(System.nanoTime() - start >= least, "it came faster than the rate and the delay allow");
            assertEquals(
                    50,
                    tap.lines().stream()
                            .filter(line -> line.contains("(empty)"))
                            .count());
        }
    }

    @Test
    void aPartOfAFrameIsToldAtTheEnd() throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.LE32);
                RunningTap tap = RunningTap.once(server.getLocalAddress().getPort(), "")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                client.getOutputStream().write(new byte[] {6, 0, 0, 0, 8, 1});
            }
            assertTrue(
                    tap.lines()
                            .contains(
                                    "#1 > end of the stream after 6 bytes, inside the frame at @0, of which 6 bytes came"),
                    () -> tap.output());
        }
    }

    @Test
    void bytesOfAnotherFormatPassOnAndAreNamed() throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.LE32);
                RunningTap tap = RunningTap.once(server.getLocalAddress().getPort(), "--format grpc")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                client.getOutputStream().write(new byte[] {6, 0, 0, 0, 8, 1, 18, 2, 104, 105});
                byte[] reply = client.getInputStream().readNBytes(10);
                assertEquals(HI, Echo.parseFrom(ByteString.copyFrom(reply, 4, 6)));
            }
            assertTrue(
                    tap.lines()
                            .contains(
                                    "#1 > @0  06 00 00 00 08 01 12 02 68 69  is no frame: a flag of 06, expected 00 or 01"),
                    () -> tap.output());
        }
    }

    @Test
    void aConnectionIsResetAfterAsManyBytesAsAskedFor() throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.LE32);
                RunningTap tap = RunningTap.once(server.getLocalAddress().getPort(), "--reset-after 5")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                client.getOutputStream().write(new byte[] {6, 0, 0, 0, 8, 1, 18, 2, 104, 105});
                assertThrows(IOException.class, () -> client.getInputStream().read());
            }
            assertTrue(
                    tap.lines()
                            .contains(
                                    "#1 > reset, as asked for, after 5 bytes, inside the frame at @0, of which 5 bytes came"),
                    () -> tap.output());
        }
    }

    @Test
    void aTargetThatIsNotThereIsTold() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (RunningTap tap = RunningTap.once(nobody, "")) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                assertEquals(-1, client.getInputStream().read());
            }
            assertTrue(tap.lines().get(1).startsWith("#1 cannot connect to the target: "), () -> tap.output());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--listen x --target 127.0.0.1:1",
                "--listen 0 --target 127.0.0.1:70000",
                "--listen 0 --target 127.0.0.1:1 --cut some",
                "--listen 0 --target 127.0.0.1:1 --only both",
                "--listen 0"
            })
    void wrongOptionsAreWrongUsage(String options) {
        assertEquals(2, ClientRun.of("tap " + options).exitCode());
    }
}
