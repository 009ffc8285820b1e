package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.minaprotobuf.client.wire.Tls;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A server of Mumble, as Debian has it, on the loopback. */
final class MumbleServer implements AutoCloseable {

    private static final int SERVER_SYNC = 5;

    private final Process process;
    private final int port;

    private MumbleServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where it is not installed, the test is skipped; in CI, it fails. */
    static MumbleServer start(Path folder) throws IOException, InterruptedException {
        String program = Stream.of("/usr/sbin/mumble-server", "/usr/sbin/murmurd", "/usr/bin/mumble-server")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseGet(MumbleServer::missing);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // To stderr, not to a logfile. Without uname, a server of root's becomes another user, who may not write here.
        Path configuration = Files.writeString(folder.resolve("mumble-server.ini"), """
                host=127.0.0.1
                port=%d
                database=%s
                logfile=
                uname=%s
                bonjour=false
                kdfiterations=1000
                """.formatted(
                        port, folder.resolve("server.sqlite"), System.getProperty("user.name")));
        Path output = folder.resolve("mumble-server.txt");
        Process process = new ProcessBuilder(program, "-fg", "-ini", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (!Files.readString(output).contains("Server listening on 127.0.0.1:" + port)) {
            if (!process.isAlive()) {
                fail("mumble-server has ended: " + Files.readString(output));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new MumbleServer(process, port);
    }

    private static String missing() {
        if ("true".equals(System.getenv("CI"))) {
            fail("needs what is not there: mumble-server");
        }
        return Assumptions.abort("needs what is not there: mumble-server");
    }

    int port() {
        return port;
    }

    /** Says a version and a name, and waits until the server has told all that a client needs to know. */
    static void logIn(int port, String name) throws IOException {
        HexFormat hex = HexFormat.of();
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket tls = Tls.of(null, null, null, null, true).secure(plain, "127.0.0.1")) {
            byte[] user = name.getBytes(StandardCharsets.US_ASCII);
            String version = "08808604120474657374";
            String authenticate = "0a%02x%s2801".formatted(user.length, hex.formatHex(user));
            tls.getOutputStream().write(hex.parseHex(frame(0, version) + frame(2, authenticate)));
            DataInputStream in = new DataInputStream(tls.getInputStream());
            for (int type = in.readUnsignedShort(); type != SERVER_SYNC; type = in.readUnsignedShort()) {
                in.skipNBytes(in.readInt());
            }
            in.skipNBytes(in.readInt());
        }
    }

    private static String frame(int type, String body) {
        return "%04x%08x%s".formatted(type, body.length() / 2, body);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
