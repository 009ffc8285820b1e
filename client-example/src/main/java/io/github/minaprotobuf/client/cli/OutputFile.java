package io.github.minaprotobuf.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a command writes its results to. */
final class OutputFile {

    private OutputFile() {}

    /** What is written. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Why it cannot be written; asked before the run, so that its results are not lost at the end. */
    static Optional<String> problem(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            return Optional.of(file + ": is a folder");
        }
        if (!Files.exists(file) && !Files.isDirectory(folder)) {
            return Optional.of(file + ": no such folder as " + folder);
        }
        boolean writable = Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder);
        return writable ? Optional.empty() : Optional.of(file + ": permission denied");
    }

    /** @throws ClientFailureException with the file's name, when it cannot be written after all */
    static void write(Path file, Content content) throws ClientFailureException {
        try {
            content.writeTo(file);
        } catch (IOException e) {
            throw new ClientFailureException("cannot write " + FileProblem.of(file, e), e);
        }
    }
}
