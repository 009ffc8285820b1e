package io.github.minaprotobuf.client.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line, in seconds: {@code 10}, {@code 0.5}. */
final class SecondsConverter implements ITypeConverter<Duration> {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

    @Override
    public Duration convert(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            Duration time =
                    Duration.ofMillis(seconds.min(LONGEST).movePointRight(3).longValue());
            if (time.toMillis() > 0 && seconds.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (NumberFormatException e) {
            // Falls through to the exception below.
        }
        throw new TypeConversionException("'" + text + "' is no number of seconds from 0.001 to " + LONGEST);
    }
}
