package io.github.minaprotobuf.bench.plot;

import io.github.minaprotobuf.bench.ResultFile;
import java.awt.Color;
import java.awt.Stroke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Decode time against frame size, both logarithmic: what is linear is straight, what is quadratic bends away. */
final class DecodeTimePlot {

    /** The first is drawn first, below the others. */
    private static final List<Curve> CURVES = List.of(
            new Curve("OURS_HEAP", "mina-protobuf", Look.BLUE, Look.THICK),
            new Curve("STOCK", "stock MINA idiom", Look.RED, Look.THIN),
            new Curve("QUESTION", "the question's byte by byte", Look.PINK, Look.THIN),
            new Curve("NETTY_DIRECT", "Netty", Look.ORANGE, Look.THIN),
            new Curve("BARE", "bare parser on one array", Look.GREY, Look.DASHED));

    private DecodeTimePlot() {}

    static void draw(Path results) throws IOException {
        List<Point> points = ResultFile.read(results, Point[].class);
        Lines lines = new Lines();
        for (Curve curve : CURVES) {
            List<Point> own = points.stream()
                    .filter(point -> point.subject.equals(curve.subject))
                    .toList();
            lines.add(curve.name, curve.color, curve.stroke, own, Point::payloadBytes, Point::seconds);
        }
        lines.write(
                "Time to decode one frame that arrives in chunks of 64 KiB",
                "payload",
                Units.bytes(),
                "time",
                Units.seconds(),
                results);
    }

    /** As the codec's benchmark writes it. */
    record Point(String subject, long payloadBytes, double seconds) {}

    private record Curve(String subject, String name, Color color, Stroke stroke) {}
}
