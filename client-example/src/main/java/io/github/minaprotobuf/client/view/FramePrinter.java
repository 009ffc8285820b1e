package io.github.minaprotobuf.client.view;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints frames: one line each, or all of each, or one JSON object each. By many threads. */
public final class FramePrinter {

    /** How frames are printed. */
    public enum Style {
        LINE,
        VERBOSE,
        JSON
    }

    private static final int LONGEST_LINE = 200;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    private final PrintWriter out;
    private final Style style;
    private final BodyText bodies;

    /** @param out gets all of a frame at once */
    public FramePrinter(PrintWriter out, Style style, Schema schema) {
        this.out = out;
        this.style = style;
        this.bodies = new BodyText(schema, style != Style.VERBOSE);
    }

    /** @param source what stands before the offset: of which stream the frame is; empty for the only one */
    public void print(String source, Frame frame) {
        out.println(lineOf(source, frame));
    }

    /** The same for many, in one go. */
    public void print(String source, Stream<Frame> frames) {
        String lines = frames.map(frame -> lineOf(source, frame)).collect(Collectors.joining(System.lineSeparator()));
        if (!lines.isEmpty()) {
            out.println(lines);
        }
    }

    private String lineOf(String source, Frame frame) {
        return style == Style.JSON ? json(source, frame) : text(source, frame);
    }

    /** Something that is no frame. */
    public void note(String source, String what) {
        if (style == Style.JSON) {
            JsonObject json = new JsonObject();
            json.addProperty("source", source);
            json.addProperty("event", what);
            out.println(GSON.toJson(json));
        } else {
            out.println(source + " " + what);
        }
    }

    private String text(String source, Frame frame) {
        String head =
                source + (source.isEmpty() ? "" : " ") + "@" + frame.offset() + "  " + HEX.formatHex(frame.header());
        if (frame.wrong() != null) {
            return head + "  is no frame: " + frame.wrong();
        }
        String type = frame.type() < 0 ? "" : "type " + frame.type() + "  ";
        String line = head + "  " + type + frame.bodyLength() + " B  ";
        if (style == Style.VERBOSE) {
            return line + "\n    " + bodies.of(frame).replace("\n", "\n    ");
        }
        String all = line + bodies.of(frame);
        return all.length() <= LONGEST_LINE ? all : all.substring(0, LONGEST_LINE) + " ...";
    }

    private String json(String source, Frame frame) {
        JsonObject json = new JsonObject();
        if (!source.isEmpty()) {
            json.addProperty("source", source);
        }
        json.addProperty("offset", frame.offset());
        json.addProperty("header", HEX.formatHex(frame.header()));
        if (frame.wrong() != null) {
            json.addProperty("wrong", frame.wrong());
            return GSON.toJson(json);
        }
        if (frame.type() >= 0) {
            json.addProperty("type", frame.type());
        }
        json.addProperty("length", frame.bodyLength());
        json.addProperty("text", bodies.of(frame));
        return GSON.toJson(json);
    }
}
