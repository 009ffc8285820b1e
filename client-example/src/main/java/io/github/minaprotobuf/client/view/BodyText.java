package io.github.minaprotobuf.client.view;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.wire.Hex;
import io.github.minaprotobuf.client.wire.Printable;
import java.util.Optional;

/** A frame's body as people read it: by its type, else by field numbers, else as hex. */
final class BodyText {

    private static final int HEX_BYTES = 64;

    private final boolean onOneLine;
    private final TextFormat.Printer printer;

    /** @param onOneLine whether all of a message is one line */
    BodyText(boolean onOneLine) {
        this.onOneLine = onOneLine;
        this.printer = TextFormat.printer().emittingSingleLine(onOneLine).escapingNonAscii(false);
    }

    /**
     * Adds the text of a frame's body.
     *
     * @param type what it is, where that is known
     * @param longest characters after which the rest may be left out
     */
    void append(Frame frame, Optional<MessageType> type, int longest, StringBuilder out) {
        if (!frame.isWhole()) {
            out.append('(').append(frame.bodyLength()).append(" bytes, more than are kept)");
        } else if (frame.body().length == 0) {
            out.append("(empty)");
        } else if (type.isEmpty()) {
            appendFields(frame.body(), longest, out);
        } else {
            appendMessage(frame.body(), type.get(), longest, out);
        }
    }

    private void appendMessage(byte[] body, MessageType type, int longest, StringBuilder out) {
        String name = type.descriptor().getName();
        try {
            String text = printer.usingTypeRegistry(type.known()).printToString(type.decode(body));
            out.append(name).append(' ').append(Printable.of(text).strip());
        } catch (InvalidProtocolBufferException e) {
            out.append("no ").append(name).append(" (").append(e.getMessage()).append("): ");
            appendFields(body, longest, out);
        }
    }

    private void appendFields(byte[] body, int longest, StringBuilder out) {
        if (RawFields.isMessage(body)) {
            RawFields.append(body, onOneLine, longest, out);
        } else {
            int shown = Math.min(HEX_BYTES, body.length);
            out.append("no protobuf: ")
                    .append(Hex.UPPER_CASE.formatHex(body, 0, shown))
                    .append(shown < body.length ? " .." : "");
        }
    }
}
