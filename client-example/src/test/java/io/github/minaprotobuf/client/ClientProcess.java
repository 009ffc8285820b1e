package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What came of one command line, run in a JVM of its own. Its output is read as UTF-8. */
record ClientProcess(int exitCode, String out, String err) {

    static final String JAR = "target/interop-client.jar";

    private static final String SOON_OVER = " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /**
     * Runs {@code java} and waits for its end.
     *
     * @param directory for its output
     * @param environment what differs from this process's
     */
    static ClientProcess run(Path directory, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, java());
        return run(directory, new ProcessBuilder(command), environment);
    }

    /** Runs a line of a shell, in which {@code client} is the client's command. */
    static ClientProcess shell(Path directory, Map<String, String> environment, String line)
            throws IOException, InterruptedException {
        Path script = Files.writeString(
                directory.resolve("script.sh"),
                "client() { " + java() + SOON_OVER + " -jar " + JAR + " \"$@\"; }\n" + line + "\n");
        return run(directory, new ProcessBuilder("sh", script.toString()), environment);
    }

    private static ClientProcess run(Path directory, ProcessBuilder command, Map<String, String> environment)
            throws IOException, InterruptedException {
        File out = directory.resolve("out.txt").toFile();
        File err = directory.resolve("err.txt").toFile();
        command.environment().putAll(environment);
        Process process = command.redirectOutput(out).redirectError(err).start();
        try {
            assertTrue(process.waitFor(300, TimeUnit.SECONDS), () -> "still running after 300 s: " + command.command());
            return new ClientProcess(
                    process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
