package io.github.minaprotobuf.protocols.wirecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The crate in src/test/rust/wire-code as a process, built of Debian's packaged crates. */
final class RustProgram {

    private static final String CARGO = Objects.requireNonNullElse(System.getenv("CARGO"), "cargo");
    private static final Path CRATE = WireCode.MODULE.resolve("src/test/rust/wire-code");
    private static final Path PACKAGED_CRATES = Path.of("/usr/share/cargo/registry");
    private static final Path BUILD = WireCode.MODULE.resolve("target/wire-code");

    private RustProgram() {}

    /** Builds it. What that needs and lacks skips the test; in CI, it fails. */
    static void build() throws Exception {
        requireTools();
        copy(); // cargo writes Cargo.lock beside Cargo.toml
        ProcessBuilder cargo = new ProcessBuilder(CARGO, "build", "--quiet", "--offline")
                .directory(BUILD.toFile())
                .redirectErrorStream(true);
        cargo.environment().put("CARGO_TARGET_DIR", BUILD.resolve("target").toString());
        Process build = cargo.start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, build.waitFor(), output);
    }

    /**
     * {@return what it writes when it reads {@code stream} in chunks of that many bytes}
     *
     * @throws IOException when it ends with an error, which is the message
     */
    static byte[] relay(Protocol protocol, int chunk, byte[] stream) throws Exception {
        String program = BUILD.resolve("target/debug/wire-code").toString();
        Process process = new ProcessBuilder(program, protocol.nameInRust(), Integer.toString(chunk)).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(stream);
        } catch (IOException e) {
            // It ended before it had read all; its exit code says so too.
        }
        byte[] out = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return out;
    }

    private static void requireTools() throws Exception {
        List<String> missing = new ArrayList<>();
        if (!hasCargo()) {
            missing.add("cargo");
        }
        for (String crate : List.of("bytes", "prost", "tokio-util")) {
            if (!isPackaged(crate)) {
                missing.add("librust-" + crate + "-dev");
            }
        }
        if (!missing.isEmpty()) {
            String message = "tokio-util's codecs need what is not installed here: " + missing;
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            Assumptions.abort(message);
        }
    }

    private static boolean hasCargo() throws InterruptedException {
        try {
            return new ProcessBuilder(CARGO, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isPackaged(String crate) throws IOException {
        if (!Files.isDirectory(PACKAGED_CRATES)) {
            return false;
        }
        try (Stream<Path> crates = Files.list(PACKAGED_CRATES)) {
            return crates.anyMatch(it -> it.getFileName().toString().matches(crate + "-\\d.*"));
        }
    }

    /** With the times of all files, so that a second build has nothing to do. */
    private static void copy() throws IOException {
        try (Stream<Path> files = Files.walk(CRATE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = BUILD.resolve(CRATE.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
