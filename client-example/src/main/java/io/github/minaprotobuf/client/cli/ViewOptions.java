package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.view.FramePrinter;
import io.github.minaprotobuf.client.view.FramePrinter.Style;
import io.github.minaprotobuf.client.view.Schema;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what frames look like, and how they are shown. */
final class ViewOptions {

    @Option(
            names = "--format",
            defaultValue = "le32",
            paramLabel = "FORMAT",
            converter = WireConverter.class,
            description = WireConverter.FORMATS)
    private Wire wire;

    @Mixin
    private MessageOptions messages;

    @Option(names = "--echo", description = "messages are of the echo server's type")
    private boolean echo;

    @Option(
            names = {"-v", "--verbose"},
            description = "all of each message, a line for each field")
    private boolean verbose;

    @Option(names = "--json", description = "one JSON object for each frame")
    private boolean json;

    Wire wire() {
        return wire;
    }

    FramePrinter printer(PrintWriter out) {
        Style style = json ? Style.JSON : verbose ? Style.VERBOSE : Style.LINE;
        return new FramePrinter(out, style, schema());
    }

    private Schema schema() {
        Optional<MessageType> type =
                messages.type().or(() -> echo ? Optional.of(MessageType.echo()) : Optional.empty());
        return new Schema(type, messages.ids());
    }
}
