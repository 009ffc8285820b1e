package io.github.minaprotobuf.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The servers of the interop client's peer in Rust, compiled to be measured, with Debian's crates. */
final class RustServers {

    private static final Path PACKAGED_CRATES = Path.of("/usr/share/cargo/registry");
    /** In a copy, since cargo writes Cargo.lock beside the sources; with their times, so that it compiles once. */
    private static final String BUILD =
            "cp -Rp \"$0\"/. . && exec \"${CARGO:-cargo}\" build --release --quiet --offline --bins --target-dir target";

    private static boolean built;

    private RustServers() {}

    /** The Debian packages that they need and this machine lacks. */
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!succeeds(new ProcessBuilder("sh", "-c", "\"${CARGO:-cargo}\" --version"))) {
            missing.add("cargo");
        }
        for (String crate : List.of("futures-util", "prost", "tokio", "tokio-util")) {
            if (!isPackaged(crate)) {
                missing.add("librust-" + crate + "-dev");
            }
        }
        return missing;
    }

    /** Starts the program of that name, compiled first where that is needed. */
    static synchronized ChildProcess start(String name, String... arguments) throws IOException {
        Path home = Path.of(Settings.text("rustBuild"));
        if (!built) {
            Files.createDirectories(home);
            File log = home.resolve("build.log").toFile();
            ProcessBuilder build = new ProcessBuilder("sh", "-c", BUILD, Settings.text("rust"))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            if (!succeeds(build)) {
                throw new IOException(Files.readString(log.toPath()));
            }
            built = true;
        }
        List<String> command = new ArrayList<>();
        command.add(home.resolve(Path.of("target", "release", name)).toString());
        command.addAll(List.of(arguments));
        return ChildProcess.start(command);
    }

    private static boolean isPackaged(String crate) {
        try (Stream<Path> crates = Files.list(PACKAGED_CRATES)) {
            return crates.anyMatch(it -> it.getFileName().toString().matches(crate + "-\\d.*"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean succeeds(ProcessBuilder program) {
        try {
            return program.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
