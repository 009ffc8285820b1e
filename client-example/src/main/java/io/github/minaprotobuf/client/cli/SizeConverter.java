package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.server.ByteSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on the command line: {@code 64KiB}. */
final class SizeConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
