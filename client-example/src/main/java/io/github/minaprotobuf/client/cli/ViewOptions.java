package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.view.FrameFilter;
import io.github.minaprotobuf.client.view.FramePrinter;
import io.github.minaprotobuf.client.view.FramePrinter.Style;
import io.github.minaprotobuf.client.view.Schema;
import io.github.minaprotobuf.client.wire.Side;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what frames look like, and which of them are shown how. */
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

    @Option(
            names = "--only",
            paramLabel = "client|server",
            converter = SideConverter.class,
            description = "shows what this side sends only")
    private Side only;

    @Option(
            names = "--only-type",
            paramLabel = "ID|NAME",
            description = "shows the frames of this type only: an id in the header, or a message's name")
    private String onlyType;

    @Option(
            names = "--min-length",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "shows bodies of at least so many bytes only")
    private long minLength;

    @Option(
            names = "--max-length",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "shows bodies of at most so many bytes only")
    private Long maxLength;

    Wire wire() {
        return wire;
    }

    FramePrinter printer(PrintWriter out) {
        Style style = json ? Style.JSON : verbose ? Style.VERBOSE : Style.LINE;
        return new FramePrinter(out, style, schema(), filter());
    }

    private FrameFilter filter() {
        return new FrameFilter(
                Optional.ofNullable(only),
                Optional.ofNullable(onlyType),
                minLength,
                maxLength == null ? Long.MAX_VALUE : maxLength);
    }

    private Schema schema() {
        Optional<MessageType> type =
                messages.type().or(() -> echo ? Optional.of(MessageType.echo()) : Optional.empty());
        return new Schema(type, messages.ids());
    }
}
