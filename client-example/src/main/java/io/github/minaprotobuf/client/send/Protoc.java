package io.github.minaprotobuf.client.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The protobuf compiler of this machine. */
final class Protoc {

    private Protoc() {}

    /**
     * The descriptor set of these files, with what they import.
     *
     * @throws IOException when there is no protoc on the path
     * @throws IllegalArgumentException when it refuses the files; says why
     */
    static byte[] compile(List<Path> files, List<Path> importPath) throws IOException {
        Path set = Files.createTempFile("interop-client", ".desc");
        try {
            List<String> command =
                    new ArrayList<>(List.of("protoc", "--include_imports", "--descriptor_set_out=" + set));
            importPath.forEach(folder -> command.add("--proto_path=" + folder));
            if (importPath.isEmpty()) {
                files.stream()
                        .map(file -> file.toAbsolutePath().getParent())
                        .distinct()
                        .forEach(folder -> command.add("--proto_path=" + folder));
            }
            files.forEach(file -> command.add(file.toAbsolutePath().toString()));
            run(command);
            return Files.readAllBytes(set);
        } finally {
            Files.deleteIfExists(set);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process protoc;
        try {
            protoc = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(
                    "--proto needs protoc on the path, and there is none: install it (Debian's package is"
                            + " protobuf-compiler), or give a --descriptor-set",
                    e);
        }
        protoc.getOutputStream().close();
        String output = new String(protoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (protoc.waitFor() != 0) {
                throw new IllegalArgumentException("protoc: " + output);
            }
        } catch (InterruptedException e) {
            protoc.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while protoc ran", e);
        }
    }
}
