package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.Side;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code client} or {@code server}. */
final class SideConverter implements ITypeConverter<Side> {

    @Override
    public Side convert(String value) {
        return switch (value) {
            case "client" -> Side.CLIENT;
            case "server" -> Side.SERVER;
            default -> throw new TypeConversionException("'" + value + "' is neither client nor server");
        };
    }
}
