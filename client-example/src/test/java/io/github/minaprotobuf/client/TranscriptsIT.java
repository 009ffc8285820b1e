package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guide shows of tap and decode, done again. */
@Timeout(60)
class TranscriptsIT {

    @TempDir
    private Path folder;

    @Test
    void aCaptureOfTcpdumpIsDecodedAndItsFormatGuessed() throws Exception {
        Transcript transcript = Transcript.with("$ tcpdump -i lo");
        Path capture = folder.resolve("echo.pcap");
        int port;
        try (ProtobufAcceptor server = InProcessServer.start(Wire.parse("be32"))) {
            port = server.getLocalAddress().getPort();
            try (Tcpdump tcpdump = Tcpdump.capture(capture, port, "-i", "lo")) {
                ClientRun send = ClientRun.of(transcript.arguments(0).replace("9123", "" + port));
                assertEquals(0, send.exitCode(), send::err);
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (tcpdump.isRunning() && !isWhole(capture) && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        }
        for (int step = 1; step <= 3; step++) {
            ClientRun decode = ClientRun.of(transcript
                    .arguments(step)
                    .replace("echo.pcap", capture.toString())
                    .replace("--port 9123", "--port " + port));
            transcript.assertOutput(step, decode.out(), line -> line.replace(":" + port, ":9123"));
        }
    }

    private static boolean isWhole(Path capture) {
        return ClientRun.of("decode --format be32 " + capture)
                        .out()
                        .lines()
                        .filter(line -> line.contains("end of the stream"))
                        .count()
                == 4;
    }

    @Test
    void mumblesHandshakeIsReadInsideItsTlsWithItsTypes() throws Exception {
        Transcript transcript = Transcript.with("tap --listen 64739");
        Path proto = Path.of("../codec/src/test/protobuf/mumble.proto");
        Path ids = Path.of("src/test/resources/mumble-ids.txt");
        try (MumbleServer server = MumbleServer.start(folder)) {
            String options = transcript
                    .arguments(0)
                    .replace("mumble.proto", proto.toString())
                    .replace("mumble-ids.txt", ids.toString())
                    .replaceAll(".*--target 127\\.0\\.0\\.1:64738 ", "");
            try (RunningTap tap = RunningTap.once(server.port(), options)) {
                MumbleServer.logIn(tap.port(), "alice");
                String lines = String.join("\n", tap.timedLines());
                transcript.assertOutput(
                        0,
                        "tapping 127.0.0.1:64739 for 127.0.0.1:64738\n" + lines.replace(":" + server.port(), ":64738"),
                        TranscriptsIT::withoutWhatDiffers);
                assertTrue(lines.contains("ServerSync session: "), lines);
            }
        }
    }

    /** The server's version, keys and limits. */
    private static String withoutWhatDiffers(String line) {
        return line.replaceAll("(@\\d+  )?00 .. 00 00 .. ..  (type \\d+)  \\d+ B  (\\w+) .*", "$2 $3");
    }
}
