package io.github.minaprotobuf.client.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds a peer with the script in its folder, in a copy of that folder; again only when its sources have changed. */
final class PeerBuild {

    private static final Path SOURCES = Path.of("src", "test", "peers");
    private static final Path BUILT = Path.of("target", "peers");
    private static final Path PROTO = Path.of("..", "server-example", "src", "main", "protobuf");
    private static final int TIMEOUT_SECONDS = 240;

    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    private PeerBuild() {}

    /** The folder that holds what that peer runs. */
    static Path of(String name) throws Exception {
        Path home = BUILT.resolve(name);
        Path stamp = home.resolve("built");
        synchronized (LOCKS.computeIfAbsent(name, any -> new Object())) {
            String sources = digest(SOURCES.resolve(name));
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(sources)) {
                copy(SOURCES.resolve(name), home);
                build(home);
                Files.writeString(stamp, sources);
            }
        }
        return home;
    }

    private static void build(Path home) throws Exception {
        Path log = home.resolve("build.log");
        Process build = new ProcessBuilder("sh", "./build", PROTO.toRealPath().toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = build.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        build.destroyForcibly();
        if (!ended || build.exitValue() != 0) {
            throw new IllegalStateException("the build of " + home + " failed: " + Files.readString(log));
        }
    }

    private static String digest(Path folder) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path root : List.of(folder, PROTO)) {
            for (Path file : files(root)) {
                digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
