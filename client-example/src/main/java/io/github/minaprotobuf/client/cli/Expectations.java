package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import io.github.minaprotobuf.client.check.Refusal;
import io.github.minaprotobuf.client.check.Result;
import io.github.minaprotobuf.client.check.ServerPolicy;
import io.github.minaprotobuf.client.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options that say what is expected of the server. */
final class Expectations {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--strict",
            description = "a strict case that fails, fails the run (by default, only one at level must does)")
    private boolean strict;

    @Option(
            names = "--known-failing",
            split = ",",
            paramLabel = "ID",
            description = "cases or sections that are expected to fail; one that passes fails the run")
    private List<String> knownFailing = new ArrayList<>();

    @Option(
            names = "--on-malformed",
            paramLabel = "close|skip",
            converter = RefusalConverter.class,
            description = "what the server has to do about a body that is no message (default: either)")
    private Refusal onMalformed;

    @Option(
            names = "--on-oversize",
            paramLabel = "close|skip",
            converter = RefusalConverter.class,
            description = "what the server has to do about a body over the limit (default: either)")
    private Refusal onOversize;

    /** @throws ParameterException when a case is named that does not exist */
    void validate() {
        knownFailingCases();
    }

    ServerPolicy policy(int maxBody) {
        return new ServerPolicy(maxBody, Optional.ofNullable(onMalformed), Optional.ofNullable(onOversize));
    }

    Verdict judge(Result result) {
        Case testCase = result.testCase();
        return Verdict.of(
                result.outcome(), testCase.level(), strict, knownFailingCases().contains(testCase));
    }

    private List<Case> knownFailingCases() {
        try {
            return Catalogue.named(knownFailing);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static final class RefusalConverter implements ITypeConverter<Refusal> {
        @Override
        public Refusal convert(String name) {
            for (Refusal refusal : Refusal.values()) {
                if (refusal.toString().equals(name)) {
                    return refusal;
                }
            }
            throw new TypeConversionException("'" + name + "' is neither close nor skip");
        }
    }
}
