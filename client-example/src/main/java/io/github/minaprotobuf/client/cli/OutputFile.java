package io.github.minaprotobuf.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes its results to. */
final class OutputFile {

    private OutputFile() {}

    /** What is written. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Asked before the run, so that its results are not lost at the end. */
    static boolean isWritable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : Files.isDirectory(directory) && Files.isWritable(directory);
    }

    /** @throws ClientFailureException with the file's name, when it cannot be written after all */
    static void write(Path file, Content content) throws ClientFailureException {
        try {
            content.writeTo(file);
        } catch (IOException e) {
            throw new ClientFailureException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
