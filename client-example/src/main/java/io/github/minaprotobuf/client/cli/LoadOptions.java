package io.github.minaprotobuf.client.cli;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.bench.PayloadSizes;
import io.github.minaprotobuf.client.bench.Plan;
import io.github.minaprotobuf.client.bench.Rates;
import io.github.minaprotobuf.client.send.Form;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.wire.Side;
import io.github.minaprotobuf.client.wire.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options that say what a server has to bear, and for how long. */
final class LoadOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--connections",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description = "how many connections (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--pipeline",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description = "the most requests under way on each connection (default: ${DEFAULT-VALUE})")
    private int pipeline;

    @Option(
            names = "--payload-size",
            defaultValue = "10",
            paramLabel = "SIZE|FROM-TO",
            converter = SizesConverter.class,
            description = "bytes of payload in each message, as in 10, 4KiB or 10-64KiB (default: ${DEFAULT-VALUE})")
    private PayloadSizes payload;

    @Option(
            names = "--request",
            paramLabel = "MESSAGE",
            description =
                    "what to send instead of echoes, as JSON or in text format, to a server that answers each with"
                            + " one message; what that is, is not looked at")
    private String request;

    @Mixin
    private MessageOptions messages;

    @Option(
            names = "--duration",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to measure, each step where there are several (default: ${DEFAULT-VALUE})")
    private Duration duration;

    @Option(
            names = "--requests",
            paramLabel = "NUMBER",
            description = "how many requests to measure, instead of a duration")
    private Long requests;

    @Option(
            names = "--warmup",
            defaultValue = "1",
            paramLabel = "SECONDS",
            converter = SecondsConverter.FromZero.class,
            description = "how long to run before anything is counted; failures count from the start"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration warmup;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = RatesConverter.class,
            description = "requests a second over all connections, on schedule however slow the replies, as in 500 or"
                    + " 2k; several steps, as in 1k..50k or 500,2k; latency then counts from the time each was meant"
                    + " to be sent (default: as fast as replies come)")
    private Rates rates;

    @Option(
            names = "--io-threads",
            paramLabel = "NUMBER",
            description = "threads that the client's connections share (default: one for each processor)")
    private int ioThreads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to wait where no reply comes (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    /** @throws ParameterException when a number makes no sense */
    void validate() {
        require(connections >= 1, "--connections " + connections + " is less than 1");
        require(pipeline >= 1, "--pipeline " + pipeline + " is less than 1");
        require(ioThreads >= 1, "--io-threads " + ioThreads + " is less than 1");
        require(requests == null || requests >= 1, "--requests " + requests + " is less than 1");
    }

    /** Those asked for, in order; none for a closed loop. */
    List<Double> rates() {
        return rates == null ? List.of() : rates.steps();
    }

    /** The type of what is sent. */
    MessageType type() {
        return messages.typeOrEcho();
    }

    /** The id that the header says for that type. */
    OptionalLong idOf(MessageType type) {
        return messages.ids().idOf(Side.CLIENT, type.descriptor());
    }

    /** The body of every request; none for echoes. */
    Optional<ByteString> request(MessageType type) {
        try {
            return Optional.ofNullable(request)
                    .map(text -> Form.of(text).parse(text, type).toByteString());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--request: " + e.getMessage(), e);
        }
    }

    /** The load of the first step. */
    Plan plan(Target target, Optional<ByteString> body) {
        return new Plan(
                target,
                connections,
                pipeline,
                payload,
                body,
                warmup,
                duration,
                requests == null ? OptionalLong.empty() : OptionalLong.of(requests),
                rates == null ? OptionalDouble.empty() : OptionalDouble.of(rates().get(0)),
                ioThreads,
                timeout);
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    private static final class SizesConverter implements ITypeConverter<PayloadSizes> {
        @Override
        public PayloadSizes convert(String text) {
            try {
                return PayloadSizes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class RatesConverter implements ITypeConverter<Rates> {
        @Override
        public Rates convert(String text) {
            try {
                return Rates.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
