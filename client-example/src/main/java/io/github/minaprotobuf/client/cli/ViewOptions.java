package io.github.minaprotobuf.client.cli;

import com.google.protobuf.TypeRegistry;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.send.TypeIds;
import io.github.minaprotobuf.client.view.FramePrinter;
import io.github.minaprotobuf.client.view.FramePrinter.Style;
import io.github.minaprotobuf.client.view.Schema;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say what frames look like, and how they are shown. */
final class ViewOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--format",
            defaultValue = "le32",
            paramLabel = "FORMAT",
            converter = WireConverter.class,
            description = WireConverter.FORMATS)
    private Wire wire;

    @Option(
            names = "--descriptor-set",
            paramLabel = "FILE",
            description =
                    "what protoc --include_imports --descriptor_set_out=FILE wrote; without it, fields are shown by"
                            + " their numbers")
    private Path descriptorSet;

    @Option(names = "--type", paramLabel = "NAME", description = "the messages' type in that set, with its package")
    private String type;

    @Option(
            names = "--types",
            paramLabel = "FILE",
            description =
                    "for formats with a type: a file of lines 'ID = NAME', or '> ID = NAME' and '< ID = NAME' where client"
                            + " and server number theirs differently; names as for --type")
    private Path types;

    @Option(names = "--echo", description = "messages are of the echo server's type")
    private boolean echo;

    @Option(
            names = {"-v", "--verbose"},
            description = "all of each message, a line for each field")
    private boolean verbose;

    @Option(names = "--json", description = "one JSON object for each frame")
    private boolean json;

    Wire layout() {
        return wire;
    }

    FramePrinter printer(PrintWriter out) {
        Style style = json ? Style.JSON : verbose ? Style.VERBOSE : Style.LINE;
        return new FramePrinter(out, style, schema());
    }

    private Schema schema() {
        if (descriptorSet == null && (type != null || types != null)) {
            throw wrongUsage("--type and --types need a --descriptor-set", null);
        }
        if (descriptorSet == null) {
            return echo ? new Schema(Optional.of(MessageType.echo()), TypeIds.NONE) : Schema.NONE;
        }
        try {
            TypeRegistry known = MessageType.typesIn(descriptorSet);
            return new Schema(
                    Optional.ofNullable(type).map(name -> MessageType.named(name, known, descriptorSet)),
                    types == null ? TypeIds.NONE : TypeIds.load(types, known, descriptorSet));
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage(), e);
        } catch (IOException e) {
            throw wrongUsage("cannot read " + e.getMessage(), e);
        }
    }

    private ParameterException wrongUsage(String message, Throwable cause) {
        return new ParameterException(command.commandLine(), message, cause);
    }
}
