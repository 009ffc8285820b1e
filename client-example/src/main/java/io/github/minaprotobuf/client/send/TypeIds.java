package io.github.minaprotobuf.client.send;

import com.google.protobuf.Descriptors.Descriptor;
import io.github.minaprotobuf.client.wire.Side;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which message a type id in a header means. A file says so, a line for each id: {@code 7 = my.package.Message}; where the
 * two sides number theirs differently, {@code > 7 = ...} for what the client sends and {@code < 7 = ...} for the server.
 * Lines that are empty or begin with {@code #} say nothing.
 */
public final class TypeIds {

    /** No id is known. */
    public static final TypeIds NONE = new TypeIds();

    private static final Pattern LINE = Pattern.compile("([<>]?)\\s*(\\d{1,10})\\s*=\\s*(\\S+)");
    private static final long LARGEST = 0xFFFF_FFFFL;

    private final Map<Side, Map<Long, MessageType>> bySide = new EnumMap<>(Side.class);

    private TypeIds() {
        for (Side side : Side.values()) {
            bySide.put(side, new HashMap<>());
        }
    }

    /**
     * Reads such a file.
     *
     * @param known the types that it can name
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when a line is of another form, or names no type; says which
     */
    public static TypeIds load(Path file, MessageSet known) throws IOException {
        TypeIds ids = new TypeIds();
        List<String> lines = readLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    ids.add(parse(line), known);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return ids;
    }

    /**
     * The id with which a side sends messages of that name, without a look at what the others are.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when a line is of another form
     */
    public static OptionalLong idIn(Path file, Side side, String fullName) throws IOException {
        return readLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(TypeIds::parse)
                .filter(line -> line.isOf(side) && line.name.equals(fullName))
                .mapToLong(Line::id)
                .min();
    }

    private static List<String> readLines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no text in UTF-8", e);
        }
    }

    private record Line(String side, long id, String name) {
        boolean isOf(Side wanted) {
            return side.isEmpty() || side.charAt(0) == wanted.arrow();
        }
    }

    private static Line parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + line + "' is not of the form 'ID = NAME', '> ID = NAME' for what"
                    + " the client sends, or '< ID = NAME' for the server");
        }
        long id = Long.parseLong(parts.group(2));
        if (id > LARGEST) {
            throw new IllegalArgumentException("id " + id + " is more than " + LARGEST);
        }
        return new Line(parts.group(1), id, parts.group(3));
    }

    private void add(Line line, MessageSet known) {
        MessageType type = known.named(line.name);
        for (Side side : Side.values()) {
            if (line.isOf(side) && bySide.get(side).putIfAbsent(line.id, type) != null) {
                throw new IllegalArgumentException("id " + line.id + " was there before");
            }
        }
    }

    /** What that id means when this side sends it. */
    public Optional<MessageType> find(Side side, long id) {
        return Optional.ofNullable(bySide.get(side).get(id));
    }

    /** The id with which this side sends such messages: the lowest, where there are several. */
    public OptionalLong idOf(Side side, Descriptor type) {
        return bySide.get(side).entrySet().stream()
                .filter(entry -> entry.getValue().descriptor().equals(type))
                .mapToLong(Map.Entry::getKey)
                .min();
    }
}
