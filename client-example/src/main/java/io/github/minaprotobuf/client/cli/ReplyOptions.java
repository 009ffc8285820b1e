package io.github.minaprotobuf.client.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say how many replies to wait for, and what they have to be. */
final class ReplyOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup
    private Until until;

    /** When to stop waiting. */
    static final class Until {
        @Option(
                names = "--replies",
                paramLabel = "NUMBER",
                description = "how many replies to wait for (default: one for each message)")
        private Integer replies;

        @Option(
                names = "--until-silence",
                paramLabel = "SECONDS",
                converter = SecondsConverter.class,
                description = "takes replies until none comes for so long, or the server ends the stream")
        private Duration silence;
    }

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to wait for each reply (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--expect",
            paramLabel = "MESSAGE",
            description = "what the reply has to be, as JSON or in text format; ends with 1 when it is another."
                    + " When repeated, the second one is the second reply's, and so on")
    private List<String> expected = new ArrayList<>();

    @Option(
            names = "--reply-type",
            paramLabel = "NAME",
            description = "the replies' type, where the header does not say it (default: that of the messages)")
    private String replyType;

    /** @throws ParameterException when the number is none */
    void validate() {
        if (until != null && until.replies != null && until.replies < 0) {
            throw new ParameterException(command.commandLine(), "--replies " + until.replies + " is less than 0");
        }
    }

    /** How many to wait for, when so many requests were sent; as many as come, up to a silence, where that is given. */
    int count(int requests) {
        if (silence().isPresent()) {
            return Integer.MAX_VALUE;
        }
        return until == null ? requests : until.replies;
    }

    Optional<Duration> silence() {
        return Optional.ofNullable(until).map(given -> given.silence);
    }

    /** How long to wait for a reply that has to come. */
    Duration timeout() {
        return timeout;
    }

    /** What the reply of that number has to be, from 0 on. */
    Optional<String> expected(int number) {
        return number < expected.size() ? Optional.of(expected.get(number)) : Optional.empty();
    }

    /** How many replies have to come at least. */
    int fewest() {
        return expected.size();
    }

    Optional<String> replyType() {
        return Optional.ofNullable(replyType);
    }
}
