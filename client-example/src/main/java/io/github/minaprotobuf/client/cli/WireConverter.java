package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.Wire;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A format on the command line: {@code le32}, {@code type:2be length:4be}. */
final class WireConverter implements ITypeConverter<Wire> {

    /** The description of {@code --format}. */
    static final String FORMATS =
            "what stands before each message: le32, be32, varint32, grpc, or its parts in the order of the wire,"
                    + " as in 'type:2be length:4be' or 'const:00 length:varint type:varint' (default: ${DEFAULT-VALUE})";

    @Override
    public Wire convert(String name) {
        try {
            return Wire.parse(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
