package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TapRecordingTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();

    @TempDir
    private Path folder;

    private Path recording;
    private List<String> seen;

    /** One that the tap has shown and recorded: a conversation, and half a frame. */
    @BeforeEach
    void record() throws Exception {
        recording = folder.resolve("tap.pcap");
        try (ProtobufAcceptor server = InProcessServer.start(Wire.VARINT32);
                RunningTap tap = RunningTap.once(
                        server.getLocalAddress().getPort(), "--echo --format varint32 --record " + recording)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                HI.writeDelimitedTo(client.getOutputStream());
                assertEquals(HI, Echo.parseDelimitedFrom(client.getInputStream()));
                large().writeDelimitedTo(client.getOutputStream());
                assertEquals(large(), Echo.parseDelimitedFrom(client.getInputStream()));
                client.getOutputStream().write(new byte[] {6, 8});
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            }
            seen = tap.timedLines();
        }
    }

    /** Longer than a packet can be. */
    private static Echo large() {
        return Echo.newBuilder().setText("x".repeat(200_000)).build();
    }

    private ClientRun decode(String options) {
        return ClientRun.of("decode " + options + " " + recording);
    }

    @Test
    void decodeShowsWhatTheTapShowedWithTimesAndDirections() {
        ClientRun run = decode("--echo --format varint32");

        assertEquals(seen, run.out().lines().toList());
        assertEquals(1, run.exitCode(), "it ends inside a frame");
        assertTrue(seen.size() >= 7, seen::toString);
    }

    @Test
    void onlyWhatIsAskedForIsShown() {
        assertEquals(2, frames("--only client"));
        assertEquals(2, frames("--only server"));
        assertEquals(2, frames("--max-length 6"));
        assertEquals(1, frames("--min-length 1KiB --only client"));
        assertEquals(4, frames("--echo --only-type Echo"));
        assertEquals(0, frames("--echo --only-type Other"));
        assertEquals(4, frames("--port " + serverPort()));
        assertEquals(0, frames("--port 1"));
    }

    private long frames(String options) {
        return decode("--format varint32 " + options)
                .out()
                .lines()
                .filter(line -> line.contains(" B  "))
                .count();
    }

    private String serverPort() {
        return seen.get(0).replaceFirst(".*:", "");
    }

    @Test
    void asJsonEachFrameSaysWhenAndByWhom() {
        String line = decode("--json --format varint32 --only server")
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElse("");

        assertTrue(
                line.matches(
                        "\\{\"time\":\"20..-..-..T.*Z\",\"connection\":1,\"from\":\"server\",\"offset\":0,\"header\":\"06\",.*\\}"),
                line);
    }

    @Test
    void theFormatIsGuessedFromBothSides() {
        ClientRun run = decode("--guess");

        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("in stream 1 of 2, at offset 200014: a frame that is longer"), run::out);
        assertTrue(run.out().startsWith("no    varint32"), run::out);
    }

    @Test
    void aRecordingThatEndsInsideAPacketIsReadAsFarAsItGoes() throws IOException {
        byte[] whole = Files.readAllBytes(recording);
        Files.write(recording, Arrays.copyOf(whole, whole.length / 2));

        ClientRun run = decode("--echo --format varint32");

        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("Echo id: 1 text: \"hi\""), run::out);
        assertTrue(run.err().contains("the capture ends inside a packet: "), run::err);
    }

    /** The checksums are right as well: tcpdump looks at them. */
    @Test
    void tcpdumpReadsItToo() throws Exception {
        Tcpdump.require();
        String text = Tcpdump.text(recording);

        assertTrue(text.contains("Flags [S]"), text);
        assertTrue(text.contains("Flags [F.]"), text);
        assertTrue(text.contains("length 7"), text);
        assertTrue(text.contains("(correct)"), text);
        assertTrue(!text.contains("incorrect") && !text.contains("bad cksum") && !text.contains("truncated"), text);
    }

    @Test
    void aFileThatCannotBeWrittenIsWrongUsage() {
        ClientRun run = ClientRun.of("tap --listen 0 --target 127.0.0.1:1 --record " + folder.resolve("none/tap.pcap"));

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("no such folder"), run::err);
    }
}
