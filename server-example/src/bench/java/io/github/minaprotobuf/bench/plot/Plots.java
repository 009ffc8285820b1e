package io.github.minaprotobuf.bench.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws each result file that is there, as SVG beside it. */
public final class Plots {

    private Plots() {}

    public static void draw(Path serverResults, Path codecResults) throws IOException {
        draw(serverResults.resolve("echo.json"), ThroughputPlot::draw);
        draw(serverResults.resolve("connections.json"), MemoryPlot::draw);
        draw(codecResults.resolve("frames.json"), DecodeTimePlot::draw);
    }

    private static void draw(Path results, Plot plot) throws IOException {
        if (Files.exists(results)) {
            plot.draw(results);
        } else {
            System.out.println("nothing to draw: no " + results.getFileName());
        }
    }

    private interface Plot {
        void draw(Path results) throws IOException;
    }
}
