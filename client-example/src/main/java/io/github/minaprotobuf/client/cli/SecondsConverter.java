package io.github.minaprotobuf.client.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line, in seconds: {@code 10}, {@code 0.5}. */
class SecondsConverter implements ITypeConverter<Duration> {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

    private final BigDecimal shortest;

    SecondsConverter() {
        this(new BigDecimal("0.001"));
    }

    private SecondsConverter(BigDecimal shortest) {
        this.shortest = shortest;
    }

    /** Where no time at all makes sense, too. */
    static final class FromZero extends SecondsConverter {
        FromZero() {
            super(BigDecimal.ZERO);
        }
    }

    @Override
    public Duration convert(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.compareTo(shortest) >= 0 && seconds.compareTo(LONGEST) <= 0) {
                return Duration.ofMillis(seconds.movePointRight(3).longValue());
            }
        } catch (NumberFormatException e) {
            // Falls through to the exception below.
        }
        throw new TypeConversionException("'" + text + "' is no number of seconds from " + shortest + " to " + LONGEST);
    }
}
