package io.github.minaprotobuf.server.cli;

import io.github.minaprotobuf.server.ByteSize;
import io.github.minaprotobuf.server.Durations;
import io.github.minaprotobuf.server.WireFormat;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From the text of an option to its value. */
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

    /** Of bytes, at least 1. */
    static final class PositiveSize extends OptionConverter<Long> {
        PositiveSize() {
            super(text -> atLeast(1L, ByteSize.parse(text), text));
        }
    }

    /** At least 1. */
    static final class Count extends OptionConverter<Integer> {
        Count() {
            super(text -> atLeast(1, wholeNumber(text), text));
        }
    }

    /** At least 0. */
    static final class CountOrNone extends OptionConverter<Integer> {
        CountOrNone() {
            super(text -> atLeast(0, wholeNumber(text), text));
        }
    }

    static final class Port extends OptionConverter<Integer> {
        private static final int HIGHEST = 65_535;

        Port() {
            super(text -> {
                int port = atLeast(0, wholeNumber(text), text);
                if (port > HIGHEST) {
                    throw new IllegalArgumentException("'" + text + "' is more than " + HIGHEST);
                }
                return port;
            });
        }
    }

    private static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static <N extends Comparable<N>> N atLeast(N least, N number, String text) {
        if (number.compareTo(least) < 0) {
            throw new IllegalArgumentException("'" + text + "' is less than " + least);
        }
        return number;
    }
}
