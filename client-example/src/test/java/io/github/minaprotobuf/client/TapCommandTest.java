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
import java.util.Set;
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

    @EachFormat
    void everyCheckPassesThroughIt(Wire wire) throws Exception {
        assertChecked(wire, "");
    }

    @Test
    void everyCheckPassesThroughItWhenItCuts() throws Exception {
        assertChecked(Wire.LE32, "--cut random");
    }

    private static void assertChecked(Wire wire, String options) throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(wire);
                RunningTap tap = new RunningTap(
                        server.getLocalAddress().getPort(), "--min-length 1GiB --format " + wire + " " + options)) {
            ClientRun run =
                    ClientRun.of("check 1 2 3.1 6.1 6.2 6.5 7.1 7.2 7.3 --port " + tap.port() + " --format " + wire);

            assertEquals(Set.of(), run.failed(), run::out);
            assertEquals(0, run.exitCode(), run::out);
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
