package io.github.minaprotobuf.server.cli;

import io.github.minaprotobuf.server.ByteSize;
import io.github.minaprotobuf.server.Durations;
import io.github.minaprotobuf.server.WireFormat;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From the text of an option to its value; the limits of values are those of the library's builders. */
abstract class OptionConverter<T> implements ITypeConverter<T> {

    private final Function<String, T> parse;

    private OptionConverter(Function<String, T> parse) {
        this.parse = parse;
    }

    @Override
    public final T convert(String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static final class Format extends OptionConverter<WireFormat> {
        Format() {
            super(WireFormat::parse);
        }
    }

    static final class ArrayLength extends OptionConverter<Integer> {
        ArrayLength() {
            super(ByteSize::parseInt);
        }
    }

    static final class Size extends OptionConverter<Long> {
        Size() {
            super(ByteSize::parse);
        }
    }

    static final class Time extends OptionConverter<Duration> {
        Time() {
            super(Durations::parse);
        }
    }
}
