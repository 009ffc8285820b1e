package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.minaprotobuf.server.EchoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark against an echo server in a process of its own. */
class BenchIT {

    @TempDir
    private Path directory;

    /** A tenth of the requests fall due in the pause; only one is sent in it. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aServerStoppedFor200MillisecondsShowsInTheCorrectedP99() throws Exception {
        Path out = directory.resolve("out.txt");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EchoServer.class.getName(),
                        "--port",
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        try {
            String port = awaitPort(out);
            CompletableFuture<ClientRun> bench = CompletableFuture.supplyAsync(
                    () -> ClientRun.of("bench --rate 1000 --warmup 0.5 --duration 2 --json - --port " + port));
            TimeUnit.MILLISECONDS.sleep(1_500);
            signal(server, "STOP");
            TimeUnit.MILLISECONDS.sleep(200);
            signal(server, "CONT");

            ClientRun run = bench.get(30, TimeUnit.SECONDS);

            assertEquals(0, run.exitCode(), run::err);
            double corrected = p99(run, "corrected");
            assertTrue(corrected > 150, run::out);
            assertTrue(p99(run, "uncorrected") < corrected, run::out);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static double p99(ClientRun run, String which) {
        return JsonParser.parseString(run.out())
                .getAsJsonObject()
                .getAsJsonArray("steps")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("latencyMillis")
                .getAsJsonObject(which)
                .get("p99")
                .getAsDouble();
    }

    private static void signal(Process process, String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private static String awaitPort(Path out) throws Exception {
        Pattern ready = Pattern.compile("listening on [^ ]+:(\\d+) ");
        for (int i = 0; i < 1_500; i++) {
            Matcher matcher = ready.matcher(Files.readString(out));
            if (matcher.find()) {
                return matcher.group(1);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("no server listens");
    }
}
