package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.Wire;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A format on the command line: {@code le32}. */
final class WireConverter implements ITypeConverter<Wire> {

    @Override
    public Wire convert(String name) {
        try {
            return Wire.parse(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
