package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** HAProxy as a real process, with the configuration that is delivered, in front of two servers, a and b. */
final class HaProxy implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("haproxy.cfg");

    private final Process process;
    private final Path folder;
    private final InetSocketAddress address;

    private HaProxy(Process process, Path folder, InetSocketAddress address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    /** Where HAProxy is missing, the test is skipped; in CI, it fails. */
    static void require() {
        if (executable() != null) {
            return;
        }
        String message = "needs what is not installed here: haproxy";
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        Assumptions.abort(message);
    }

    static HaProxy start(InetSocketAddress a, InetSocketAddress b) throws Exception {
        Path folder = Files.createTempDirectory("haproxy");
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", unusedPort());
        ProcessBuilder builder = new ProcessBuilder(executable(), "-f", CONFIGURATION.toString());
        builder.environment()
                .putAll(Map.of(
                        "ECHO_LISTEN", text(address),
                        "ECHO_SERVER_A", text(a),
                        "ECHO_SERVER_B", text(b),
                        "ECHO_ADMIN", folder.resolve("admin.sock").toString()));
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        HaProxy haproxy = new HaProxy(builder.start(), folder, address);
        Await.until("HAProxy is there", () -> haproxy.isListening() || haproxy.hasDied());
        return haproxy;
    }

    /** One that outgoing connections do not take by chance while its server restarts: Linux takes theirs from 32768 up. */
    static int unusedPort() throws IOException {
        for (int attempt = 0; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket unused = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return unused.getLocalPort();
            } catch (IOException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Up, and so well that no single failed check would change it. */
    boolean isSound(String server) throws IOException {
        Map<String, String> row = statistics(server);
        int best = Integer.parseInt(row.get("check_rise")) + Integer.parseInt(row.get("check_fall")) - 1;
        return row.get("status").equals("UP") && Integer.parseInt(row.get("check_health")) == best;
    }

    /** What {@code show stat} tells of a server, or of BACKEND. */
    Map<String, String> statistics(String server) throws IOException {
        List<String> lines = command("show stat").lines().toList();
        String[] names = lines.get(0).replaceFirst("^# ", "").split(",");
        String[] values = lines.stream()
                .filter(line -> line.startsWith("echo," + server + ","))
                .findFirst()
                .orElseThrow()
                .split(",");
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(names[i], values[i]);
        }
        return row;
    }

    /** Of HAProxy's runtime API. */
    String command(String line) throws IOException {
        try (SocketChannel admin = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            admin.connect(UnixDomainSocketAddress.of(folder.resolve("admin.sock")));
            admin.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(admin).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean isListening() {
        try {
            return !command("show info").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasDied() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("HAProxy did not start: " + log());
        }
        return false;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Debian's place is not on everybody's path. */
    private static String executable() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(place -> Path.of(place, "haproxy"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
