package io.github.minaprotobuf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Results as JSON: where they were measured, then one row to a line, so that two runs can be compared as text. */
public final class ResultFile {

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private ResultFile() {}

    /** @param settings those that results of this kind depend on, by name; {@code quick} is always there */
    static void write(Path file, List<?> rows, String... settings) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (Writer out = Files.newBufferedWriter(file);
                JsonWriter json = new JsonWriter(out)) {
            json.setIndent("  ");
            json.beginObject();
            json.name("environment").jsonValue(GSON.toJson(environment(settings)));
            json.name("rows").beginArray();
            for (Object row : rows) {
                json.jsonValue(GSON.toJson(row));
            }
            json.endArray();
            json.endObject();
            out.write('\n');
        }
        System.out.println("results: " + file.getFileName());
    }

    /** The rows of a file that this class has written. */
    public static <R> List<R> read(Path file, Class<R[]> type) throws IOException {
        JsonObject root = GSON.fromJson(Files.readString(file), JsonObject.class);
        return List.of(GSON.fromJson(root.get("rows"), type));
    }

    private static JsonObject environment(String... settings) {
        JsonObject environment = new JsonObject();
        environment.addProperty(
                "measured", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        environment.addProperty("java", System.getProperty("java.runtime.version"));
        environment.addProperty("vm", System.getProperty("java.vm.name"));
        environment.addProperty("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.addProperty("cores", Runtime.getRuntime().availableProcessors());
        for (String setting : settings) {
            environment.addProperty(setting, Settings.text(setting));
        }
        environment.addProperty("quick", Settings.isQuick());
        return environment;
    }
}
