package io.github.minaprotobuf.client.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requests a second, one step for each: {@code 1000}, {@code 500,2k}, or {@code 1k..50k}, which stands for its ends and
 * the numbers 1, 2 and 5 of each power of ten between them.
 */
public record Rates(List<Double> steps) {

    private static final Pattern RATE = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,3})?)(k|M)?");
    private static final double HIGHEST = 1e9;
    private static final List<Integer> SERIES = List.of(1, 2, 5);

    /** @throws IllegalArgumentException when the text is none of these */
    public static Rates parse(String text) {
        String[] ends = text.split("\\.\\.", 2);
        return new Rates(
                ends.length == 2
                        ? between(rate(ends[0]), rate(ends[1]), text)
                        : Stream.of(text.split(",", -1)).map(Rates::rate).toList());
    }

    /** {@code 1000}, not {@code 1000.0}. */
    static String format(double rate) {
        return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }

    private static double rate(String text) {
        Matcher matcher = RATE.matcher(text);
        if (matcher.matches()) {
            double unit = matcher.group(2) == null ? 1 : matcher.group(2).equals("k") ? 1e3 : 1e6;
            double rate = Double.parseDouble(matcher.group(1)) * unit;
            if (rate > 0 && rate <= HIGHEST) {
                return rate;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no rate: a number over 0, up to 1000M, as in 500, 2k, 1.5M, 1k..50k or 500,2k");
    }

    private static List<Double> between(double lowest, double highest, String text) {
        if (lowest >= highest) {
            throw new IllegalArgumentException("'" + text + "' ends before it starts");
        }
        List<Double> steps = new ArrayList<>(List.of(lowest));
        for (double power = 1e-3; power <= HIGHEST; power *= 10) {
            for (int factor : SERIES) {
                double step = factor * power;
                if (step > lowest && step < highest) {
                    steps.add(step);
                }
            }
        }
        steps.add(highest);
        return steps;
    }
}
