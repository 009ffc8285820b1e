package io.github.minaprotobuf.bench.plot;

import io.github.minaprotobuf.bench.ConnectionRow;
import io.github.minaprotobuf.bench.ResultFile;
import java.awt.Color;
import java.awt.Stroke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Live heap against connections, both logarithmic. */
final class MemoryPlot {

    /** The first is drawn first, below the others. */
    private static final List<Curve> CURVES = List.of(
            new Curve("ours", "mina-protobuf, in a prefix", Look.BLUE, Look.THICK, MemoryPlot::inPrefix),
            new Curve("ours", "mina-protobuf, idle", Look.LIGHT_BLUE, Look.DASHED, MemoryPlot::idle),
            new Curve("mina", "plain MINA, in a prefix", Look.GREEN, Look.THIN, MemoryPlot::inPrefix),
            new Curve("netty-nio", "Netty NIO, in a prefix", Look.ORANGE, Look.THIN, MemoryPlot::inPrefix));

    private MemoryPlot() {}

    static void draw(Path results) throws IOException {
        List<ConnectionRow> rows = ResultFile.read(results, ConnectionRow[].class);
        Lines lines = new Lines();
        for (Curve curve : CURVES) {
            List<ConnectionRow> own = rows.stream()
                    .filter(row -> row.server().equals(curve.server))
                    .toList();
            lines.add(curve.name, curve.color, curve.stroke, own, ConnectionRow::connections, curve.heap);
        }
        lines.write(
                "Heap that connections cost: idle, and each three bytes into a frame's prefix",
                "connections",
                Units.count(),
                "live heap",
                Units.bytes(),
                results);
    }

    private static double idle(ConnectionRow row) {
        return row.idleHeapBytes() - row.emptyHeapBytes();
    }

    private static double inPrefix(ConnectionRow row) {
        return row.prefixHeapBytes() - row.emptyHeapBytes();
    }

    private record Curve(
            String server, String name, Color color, Stroke stroke, ToDoubleFunction<ConnectionRow> heap) {}
}
