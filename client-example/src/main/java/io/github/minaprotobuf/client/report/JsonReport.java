package io.github.minaprotobuf.client.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.Writer;

/** Results for programs. */
public final class JsonReport {

    /** Writes a verdict by the same name whether it is a key or a value. */
    private static final Gson GSON = new GsonBuilder()
            .enableComplexMapKeySerialization()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private JsonReport() {}

    /** Writes the report as one object. */
    public static void write(Report report, Writer out) throws IOException {
        GSON.toJson(report, out);
        out.write('\n');
    }
}
