package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.ServerPolicy;
import io.github.minaprotobuf.server.ByteSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A server's limit on the command line: {@code 64MiB}. */
final class MaxBodyConverter implements ITypeConverter<Integer> {

    /** A limit for the heap's sake: cases hold several bodies of that size at once. */
    private static final int MOST = 1 << 30;

    @Override
    public Integer convert(String text) {
        try {
            int bytes = ByteSize.parseInt(text);
            if (bytes >= ServerPolicy.LEAST_MAX_BODY_LENGTH && bytes <= MOST) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
        throw new TypeConversionException("'" + text + "' is not in "
                + ByteSize.format(ServerPolicy.LEAST_MAX_BODY_LENGTH) + ".." + ByteSize.format(MOST));
    }
}
