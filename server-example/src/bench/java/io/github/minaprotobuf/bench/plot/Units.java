package io.github.minaprotobuf.bench.plot;

import java.text.ChoiceFormat;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;

/** Tick labels whose unit changes with the value: {@code 10 µs}, {@code 100 µs}, {@code 1 ms}. */
final class Units extends NumberFormat {

    private static final long serialVersionUID = 1L;
    private static final int STEP = 1000;
    /** A thousand may come as 999.9999. */
    private static final double NEARLY = 0.999;

    private final DecimalFormat number = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    private final double smallest;
    private final String[] units;

    private Units(double smallest, String... units) {
        this.smallest = smallest;
        this.units = units;
    }

    static NumberFormat bytes() {
        return new Units(1, " B", " kB", " MB", " GB");
    }

    static NumberFormat seconds() {
        return new Units(1e-9, " ns", " µs", " ms", " s");
    }

    /** {@code 1/4}, {@code 1/2}, {@code 1}, {@code 2}. */
    static NumberFormat ratio() {
        return new ChoiceFormat("0.1#1/8|0.2#1/4|0.4#1/2|0.9#1|1.9#2|3.9#4|7.9#8|15.9#16");
    }

    static NumberFormat count() {
        return new Units(1, "");
    }

    @Override
    public StringBuffer format(double value, StringBuffer out, FieldPosition position) {
        double rest = value / smallest;
        int unit = 0;
        while (rest >= STEP * NEARLY && unit < units.length - 1) {
            rest /= STEP;
            unit++;
        }
        return number.format(rest, out, position).append(units[unit]);
    }

    @Override
    public StringBuffer format(long value, StringBuffer out, FieldPosition position) {
        return format((double) value, out, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("labels are written, not read");
    }
}
