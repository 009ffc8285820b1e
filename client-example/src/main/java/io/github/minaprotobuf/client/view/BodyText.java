package io.github.minaprotobuf.client.view;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import io.github.minaprotobuf.client.send.MessageType;
import java.util.HexFormat;
import java.util.Optional;

/** A frame's body as people read it: by its schema, else by field numbers, else as hex. */
final class BodyText {

    private static final int HEX_BYTES = 64;

    private final Schema schema;
    private final TextFormat.Printer printer;

    /** @param onOneLine whether all of a message is one line */
    BodyText(Schema schema, boolean onOneLine) {
        this.schema = schema;
        this.printer = TextFormat.printer().emittingSingleLine(onOneLine).escapingNonAscii(false);
    }

    String of(Frame frame) {
        if (!frame.isWhole()) {
            return "(" + frame.bodyLength() + " bytes, more than are kept)";
        }
        if (frame.body().length == 0) {
            return "(empty)";
        }
        Optional<MessageType> type = schema.of(frame);
        if (type.isEmpty()) {
            return fields(frame.body());
        }
        String name = type.get().descriptor().getName();
        try {
            return name + " "
                    + printer.usingTypeRegistry(type.get().known())
                            .printToString(type.get().decode(frame.body()))
                            .strip();
        } catch (InvalidProtocolBufferException e) {
            return "no " + name + " (" + e.getMessage() + "): " + fields(frame.body());
        }
    }

    private String fields(byte[] body) {
        try {
            return printer.printToString(UnknownFieldSet.parseFrom(body)).strip();
        } catch (InvalidProtocolBufferException e) {
            int shown = Math.min(HEX_BYTES, body.length);
            String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(body, 0, shown);
            return "no protobuf: " + hex + (shown < body.length ? " .." : "");
        }
    }

    /** Whether a body can be protobuf at all. */
    static boolean isProtobuf(byte[] body) {
        try {
            return UnknownFieldSet.parseFrom(body).getSerializedSize() >= 0;
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
