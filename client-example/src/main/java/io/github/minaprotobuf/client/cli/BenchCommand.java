package io.github.minaprotobuf.client.cli;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.bench.BenchReport;
import io.github.minaprotobuf.client.bench.BenchText;
import io.github.minaprotobuf.client.bench.CodecFormat;
import io.github.minaprotobuf.client.bench.Comparison;
import io.github.minaprotobuf.client.bench.LoadRun;
import io.github.minaprotobuf.client.bench.Plan;
import io.github.minaprotobuf.client.bench.Saturation;
import io.github.minaprotobuf.client.bench.SaturationSearch;
import io.github.minaprotobuf.client.bench.Step;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a server. */
@Command(
        name = "bench",
        description = "Measures an echo server: rate and latency, every reply verified.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class BenchCommand implements Callable<Integer> {

    private static final double FIRST_RATE = 1_000;

    @Spec
    private CommandSpec command;

    @Mixin
    private TargetOptions targetOptions;

    @Mixin
    private LoadOptions load;

    @Mixin
    private GateOptions gates;

    @Mixin
    private BenchReportOptions reports;

    @Override
    public Integer call() throws UnreachableException, ClientFailureException, InterruptedException {
        load.validate();
        gates.validate(load.rates().size());
        reports.validate(gates.saturate() || load.rates().size() > 1);
        Optional<Comparison> comparison = reports.comparison();
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        MessageType type = load.type();
        Optional<ByteString> request = load.request(type);
        try (ServerUnderTest server = targetOptions.open(load.idOf(type))) {
            requireCodec(server.target().wire());
            Plan given = load.plan(server.target(), request);
            Plan plan = gates.saturate() && load.rates().isEmpty() ? given.at(FIRST_RATE) : given;
            comparison.ifPresent(other -> requireSameLoad(other, plan));
            BenchText text = new BenchText(plan, reports.text());
            BenchReport report = measure(plan, text);
            comparison.ifPresent(other -> text.compared(other.ratios(report.steps(), report.saturation())));
            reports.write(report, started);
            return verdict(report);
        }
    }

    private void requireCodec(Wire wire) {
        try {
            CodecFormat.of(wire);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private void requireSameLoad(Comparison other, Plan plan) {
        try {
            other.requireSameLoad(plan, load.rates(), gates.saturate());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--compare " + e.getMessage(), e);
        }
    }

    private BenchReport measure(Plan plan, BenchText text) throws InterruptedException {
        if (gates.saturate()) {
            return saturate(plan, text);
        }
        if (load.rates().size() > 1) {
            text.head();
            List<Step> steps = new ArrayList<>();
            for (double rate : load.rates()) {
                Step step = step(plan.at(rate));
                text.row(step, "");
                steps.add(step);
            }
            return new BenchReport(plan, steps, null);
        }
        Step step = step(plan);
        text.single(step);
        return new BenchReport(plan, List.of(step), null);
    }

    private BenchReport saturate(Plan plan, BenchText text) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        text.head();
        OptionalDouble found = SaturationSearch.run(plan.rate().getAsDouble(), rate -> {
            Step step = step(plan.at(rate));
            boolean good = gates.broken(step).isEmpty() && step.outcome().replies() > 0;
            text.row(step, good ? "held" : "too much");
            steps.add(step);
            return good;
        });
        Saturation saturation = new Saturation(gates.maxP99(), found.isPresent() ? (Double) found.getAsDouble() : null);
        text.found(saturation);
        return new BenchReport(plan, steps, saturation);
    }

    private Step step(Plan plan) throws InterruptedException {
        try (LoadRun run = new LoadRun(plan);
                BenchProgress progress = new BenchProgress(command.commandLine().getErr())) {
            return new Step(plan.rate(), run.run(progress));
        }
    }

    private int verdict(BenchReport report) {
        PrintWriter err = command.commandLine().getErr();
        if (report.saturation() != null) {
            return report.saturation().ratePerSecond() == null ? ExitCode.SOFTWARE : ExitCode.OK;
        }
        boolean good = true;
        for (Step step : report.steps()) {
            String at = report.steps().size() == 1 ? "" : "at " + step.asked() + " a second: ";
            for (String broken : gates.broken(step)) {
                err.println("bench: " + at + broken);
                good = false;
            }
            if (step.outcome().replies() == 0) {
                err.println("bench: " + at + "no reply at all; " + diagnosis(report.plan()));
                good = false;
            }
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String diagnosis(Plan plan) {
        byte[] body = plan.request().orElseGet(BenchCommand::anEcho).toByteArray();
        byte[] came = Diagnosis.answer(plan.target(), body);
        Optional<Diagnosis> diagnosis = targetOptions.mayTryFormats()
                ? Diagnosis.byTrying(plan.target(), came, body)
                : Diagnosis.byWhatCame(plan.target(), came);
        return diagnosis.map(Diagnosis::text).orElseGet(() -> Diagnosis.unknown(plan.target()));
    }

    private static ByteString anEcho() {
        return Echo.newBuilder().setId(1).setText("hi").build().toByteString();
    }
}
