package io.github.minaprotobuf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Results as JSON: where they were measured, then one row to a line, so that two runs can be compared as text. */
final class ResultFile {

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

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

    private record Environment(String measured, String java, String vm, String os, int cores, boolean quick) {
        static Environment current() {
            return new Environment(
                    Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                    System.getProperty("java.runtime.version"),
                    System.getProperty("java.vm.name"),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    CodecBenchmarks.isQuick());
        }
    }
}
