package io.github.minaprotobuf.client.view;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.minaprotobuf.client.wire.Hex;
import io.github.minaprotobuf.client.wire.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prints frames: one line each, or all of each, or one JSON object each. Keeps lines until it is flushed. By one thread. */
public final class FramePrinter {

    /** How frames are printed. */
    public enum Style {
        LINE,
        VERBOSE,
        JSON
    }

    /** What is longer is cut when it is shown on one line. */
    private static final int LONGEST_LINE = 200;

    private static final int LONGEST_KEPT = 16 << 10;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String[] HEX_BYTES = IntStream.range(0, 256)
            .mapToObj(i -> Hex.UPPER_CASE.toHexDigits((byte) i))
            .toArray(String[]::new);

    private final PrintWriter out;
    private final Style style;
    private final Schema schema;
    private final FrameFilter filter;
    private final BodyText bodies;
    private final Clock clock = new Clock();
    private final StringBuilder kept = new StringBuilder(2 * LONGEST_KEPT);

    public FramePrinter(PrintWriter out, Style style, Schema schema, FrameFilter filter) {
        this.out = out;
        this.style = style;
        this.schema = schema;
        this.filter = filter;
        this.bodies = new BodyText(style != Style.VERBOSE);
    }

    /** The time of day, formatted once for each millisecond. */
    private static final class Clock {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

        private long millis = Long.MIN_VALUE;
        private String text = "";

        String of(Instant time) {
            if (time.toEpochMilli() != millis) {
                millis = time.toEpochMilli();
                text = TIME.format(time);
            }
            return text;
        }
    }

    /** Prints a frame, unless the filter is against it. */
    public void print(Source source, Frame frame) {
        if (!filter.accepts(source, frame, schema)) {
            return;
        }
        if (style == Style.JSON) {
            GSON.toJson(json(source, frame), kept);
        } else {
            text(source, frame);
        }
        endLine();
    }

    /** Prints something that is no frame. */
    public void note(Source source, String what) {
        if (style == Style.JSON) {
            JsonObject json = jsonOf(source);
            json.addProperty("event", what);
            GSON.toJson(json, kept);
        } else {
            begin(source);
            kept.append(Printable.of(what));
        }
        endLine();
    }

    /** Hands on what was kept. */
    public void flush() {
        out.append(kept);
        kept.setLength(0);
        out.flush();
    }

    private void endLine() {
        kept.append('\n');
        if (kept.length() > LONGEST_KEPT) {
            out.append(kept);
            kept.setLength(0);
        }
    }

    private void begin(Source source) {
        if (source.isKnown()) {
            kept.append(clock.of(source.time()))
                    .append(" #")
                    .append(source.connection())
                    .append(' ');
            source.knownSide().ifPresent(side -> kept.append(side.arrow()).append(' '));
        }
    }

    private void text(Source source, Frame frame) {
        int start = kept.length();
        begin(source);
        kept.append('@').append(frame.offset()).append("  ");
        appendHex(frame.header());
        kept.append("  ");
        if (frame.wrong() != null) {
            kept.append("is no frame: ").append(frame.wrong());
            return;
        }
        if (frame.type() >= 0) {
            kept.append("type ").append(frame.type()).append("  ");
        }
        kept.append(frame.bodyLength()).append(" B  ");
        if (style == Style.VERBOSE) {
            kept.append("\n    ").append(body(source, frame).replace("\n", "\n    "));
            return;
        }
        bodies.append(frame, schema.of(source, frame), LONGEST_LINE, kept);
        if (kept.length() - start > LONGEST_LINE) {
            kept.setLength(start + LONGEST_LINE);
            kept.append(" ...");
        }
    }

    private String body(Source source, Frame frame) {
        StringBuilder body = new StringBuilder();
        bodies.append(frame, schema.of(source, frame), Integer.MAX_VALUE, body);
        return body.toString();
    }

    private void appendHex(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                kept.append(' ');
            }
            kept.append(HEX_BYTES[Byte.toUnsignedInt(bytes[i])]);
        }
    }

    private JsonObject json(Source source, Frame frame) {
        JsonObject json = jsonOf(source);
        json.addProperty("offset", frame.offset());
        json.addProperty("header", Hex.UPPER_CASE.formatHex(frame.header()));
        if (frame.wrong() != null) {
            json.addProperty("wrong", frame.wrong());
            return json;
        }
        if (frame.type() >= 0) {
            json.addProperty("type", frame.type());
        }
        json.addProperty("length", frame.bodyLength());
        json.addProperty("text", body(source, frame));
        return json;
    }

    private static JsonObject jsonOf(Source source) {
        JsonObject json = new JsonObject();
        if (source.isKnown()) {
            json.addProperty("time", source.time().toString());
            json.addProperty("connection", source.connection());
            source.knownSide()
                    .ifPresent(side -> json.addProperty("from", side.name().toLowerCase(Locale.ROOT)));
        }
        return json;
    }
}
