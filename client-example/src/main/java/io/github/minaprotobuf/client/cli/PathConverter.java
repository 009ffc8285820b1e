package io.github.minaprotobuf.client.cli;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file on the command line. */
final class PathConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String name) {
        return convert(name, Arguments.charset());
    }

    /** @param locale the charset that the JVM encodes the names of files with */
    static Path convert(String name, Charset locale) {
        boolean namesAreBytes = File.separatorChar == '/';
        if (namesAreBytes && !Arrays.equals(name.getBytes(StandardCharsets.UTF_8), name.getBytes(locale))) {
            throw new TypeConversionException(
                    "the JVM cannot name the file '" + name + "' in this locale (" + locale + "); set LC_ALL=C.UTF-8");
        }
        return Path.of(name);
    }
}
