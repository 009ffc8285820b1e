package io.github.minaprotobuf.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** All JMH benchmarks, or those that {@code bench.include}, {@code bench.loads} and {@code bench.subjects} name. */
final class JmhRun {

    private JmhRun() {}

    static void run(Path results) throws RunnerException, IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Settings.text("include"))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        narrow(options, "load", Settings.text("loads"));
        narrow(options, "subject", Settings.text("subjects"));
        if (Settings.isQuick()) {
            options.exclude("LargeFrameDecodeStock")
                    .forks(1)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(200))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(200));
        }
        List<Row> rows = rows(new Runner(options.build()).run());
        System.out.print(JmhTable.of(rows));
        ResultFile.write(results.resolve("jmh.json"), rows);
    }

    private static void narrow(ChainedOptionsBuilder options, String parameter, String values) {
        if (!values.isEmpty()) {
            options.param(parameter, values.split(","));
        }
    }

    private static List<Row> rows(Collection<RunResult> results) {
        return results.stream()
                .map(JmhRun::row)
                .sorted(Comparator.comparing(Row::benchmark))
                .toList();
    }

    private static Row row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String[] name = params.getBenchmark().split("\\.");
        double[] samples = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray();
        return new Row(
                // These two have a class of their own only because they cannot do, or not in time, all that the others
                // do.
                name[name.length - 2].replaceFirst("(Stock|Least)$", ""),
                params.getParam("load"),
                params.getParam("subject"),
                result.getPrimaryResult().getScoreUnit(),
                Statistics.median(samples),
                allocation(result),
                samples);
    }

    private static double allocation(RunResult result) {
        return result.getSecondaryResults().values().stream()
                .filter(secondary -> secondary.getLabel().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(secondary -> secondary.getScore())
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What came out for one subject under one load. */
    record Row(
            String benchmark,
            String load,
            String subject,
            String unit,
            double median,
            double allocatedBytes,
            double[] samples) {}
}
