package io.github.minaprotobuf.client.cli;

import com.google.protobuf.Message;
import io.github.minaprotobuf.client.send.Form;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Target;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends one message, shows the reply. */
@Command(
        name = "send",
        description = "Sends one message and prints the reply. The message is an option's, or stdin's in text format.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class SendCommand implements Callable<Integer> {

    private static final int LONGEST_REPLY = 1 << 30;

    @Spec
    private CommandSpec command;

    @Mixin
    private TargetOptions targetOptions;

    @ArgGroup
    private Written written;

    @ArgGroup(exclusive = false)
    private Described described;

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to wait for the reply (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    /** The message, as JSON or as text. */
    static final class Written {
        @Option(
                names = "--json",
                paramLabel = "JSON",
                description = "the message as JSON, as in '{\"text\": \"hi\"}'; - reads it from stdin")
        private String json;

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                description = "the message in text format, as in 'id: 1 text: \"hi\"'; - reads it from stdin")
        private String text;
    }

    /** The message's type. */
    static final class Described {
        @Option(
                names = "--descriptor-set",
                required = true,
                paramLabel = "FILE",
                description = "what protoc --include_imports --descriptor_set_out=FILE wrote, for messages other than"
                        + " Echo")
        private Path descriptorSet;

        @Option(
                names = "--type",
                required = true,
                paramLabel = "NAME",
                description = "the message's type in that set, with its package")
        private String type;
    }

    @Override
    public Integer call() throws UnreachableException, IOException {
        MessageType type = type();
        Form form = written != null && written.json != null ? Form.JSON : Form.TEXT;
        Message request = request(form, type);
        try (ServerUnderTest server = targetOptions.open()) {
            String reply = form.print(type.decode(exchange(server.target(), request.toByteArray())), type);
            PrintWriter out = command.commandLine().getOut();
            out.print(reply);
            out.flush();
            return ExitCode.OK;
        } catch (IOException e) {
            String reason = e instanceof EOFException ? "the connection ended before the reply did" : e.getMessage();
            command.commandLine().getErr().println("send: " + reason);
            return ExitCode.SOFTWARE;
        }
    }

    private MessageType type() {
        try {
            return described == null ? MessageType.echo() : MessageType.load(described.descriptorSet, described.type);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), "cannot read " + described.descriptorSet + ": " + e, e);
        }
    }

    private Message request(Form form, MessageType type) throws IOException {
        String text = written == null ? "-" : form == Form.JSON ? written.json : written.text;
        try {
            return form.parse(text.equals("-") ? stdin() : text, type);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private byte[] exchange(Target target, byte[] body) throws IOException {
        try (Connection connection = Connection.open(target)) {
            CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(connection::expire);
            connection.send(FrameStream.of(target.wire(), List.of(body)), Cut.nowhere());
            return connection.readBody(LONGEST_REPLY);
        }
    }

    private static String stdin() throws IOException {
        return Utf8.decode("stdin", System.in.readAllBytes());
    }
}
