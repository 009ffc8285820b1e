package io.github.minaprotobuf.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The echo server as a real process; if not told otherwise, it listens on a free port and speaks varint32. */
final class ServerProcess implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final Path log;
    private final InetSocketAddress address;

    private ServerProcess(Process process, Path log, InetSocketAddress address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /** For a test of what it does, not of how fast: it starts in half of the time. */
    static ServerProcess start(String... options) throws IOException {
        return start(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), options);
    }

    static ServerProcess start(List<String> jvmOptions, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--format", "varint32"));
        all.addAll(List.of(options));
        return start(EchoServer.class, jvmOptions, all.toArray(String[]::new));
    }

    /** Any other server that says, in the same words, where it listens. */
    static ServerProcess start(Class<?> main, List<String> jvmOptions, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(options));
        return launch(command);
    }

    /** The server and its library, in a process that may open so many descriptors. */
    static ServerProcess startWithDescriptors(int limit, Class<?> main, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "ulimit -n " + limit + "; exec \"$@\"",
                "bash",
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(options));
        return launch(command);
    }

    /** The jar as it is delivered, with its defaults but for the port. */
    static ServerProcess ofJar(int port) throws IOException {
        return launch(List.of(
                JAVA,
                "-jar",
                "target/echo-server.jar",
                "--port",
                Integer.toString(port),
                "--max-connections",
                "500")); // fewer than the descriptors of any machine: no warning
    }

    private static ServerProcess launch(List<String> command) throws IOException {
        Path log = Files.createTempFile("echo-server", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader stdout = process.inputReader();
        String ready = stdout.readLine();
        if (ready == null) {
            throw new IOException("did not start: " + Files.readString(log));
        }
        int port = Integer.parseInt(ready.replaceFirst(".*:(\\d+) .*", "$1"));
        return new ServerProcess(process, log, new InetSocketAddress("127.0.0.1", port));
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    int exitCode() throws InterruptedException {
        return exitCode(Duration.ofSeconds(30));
    }

    int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    List<String> log(String containing) throws IOException {
        return log().stream().filter(line -> line.contains(containing)).toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(log);
    }
}
