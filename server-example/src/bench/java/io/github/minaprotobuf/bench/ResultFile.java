package io.github.minaprotobuf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Results as JSON: where they were measured, then one row to a line, so that two runs can be compared as text. */
public final class ResultFile {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private ResultFile() {}

    static void write(Path file, List<?> rows) throws IOException {
        String lines = rows.stream().map(GSON::toJson).collect(Collectors.joining(",\n    "));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                "{\n  \"environment\": " + GSON.toJson(Environment.current()) + ",\n  \"rows\": [\n    " + lines
                        + "\n  ]\n}\n");
        System.out.println("results: " + file.getFileName());
    }

    /** The rows of a file that this class, or the codec's, has written. */
    public static <R> List<R> read(Path file, Class<R[]> type) throws IOException {
        JsonObject root = GSON.fromJson(Files.readString(file), JsonObject.class);
        return List.of(GSON.fromJson(root.get("rows"), type));
    }

    private record Environment(
            String measured,
            String java,
            String vm,
            String os,
            int cores,
            String jvmArgs,
            String oursArgs,
            boolean quick) {
        static Environment current() {
            return new Environment(
                    Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                    System.getProperty("java.runtime.version"),
                    System.getProperty("java.vm.name"),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    Settings.text("jvmArgs"),
                    Settings.text("oursArgs"),
                    Settings.isQuick());
        }
    }
}
