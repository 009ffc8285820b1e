package io.github.minaprotobuf.client.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why a file cannot be read or written, in words: the JDK's exceptions have a class and a name. */
final class FileProblem {

    private FileProblem() {}

    /** {@code FILE: no such file}. */
    static String of(Path file, IOException e) {
        return file + ": " + reason(file, e);
    }

    private static String reason(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return "is a folder";
        }
        if (e instanceof NoSuchFileException) {
            Path folder = file.toAbsolutePath().getParent();
            return folder == null || Files.isDirectory(folder) ? "no such file" : "no such folder as " + folder;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return "is no folder";
        }
        if (e instanceof CharacterCodingException) {
            return "is no text in UTF-8";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
