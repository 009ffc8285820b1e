package io.github.minaprotobuf.bench.plot;

import java.awt.Color;
import java.awt.Stroke;
import java.io.IOException;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A plot of lines between the points of several series. */
final class Lines {

    private final XYSeriesCollection data = new XYSeriesCollection();
    private final List<Color> colors = new ArrayList<>();
    private final List<Stroke> strokes = new ArrayList<>();

    /** Adds one line, unless it has no points. */
    <P> void add(
            String name, Color color, Stroke stroke, List<P> points, ToDoubleFunction<P> x, ToDoubleFunction<P> y) {
        if (points.isEmpty()) {
            return;
        }
        XYSeries series = new XYSeries(name);
        points.forEach(point -> series.add(x.applyAsDouble(point), y.applyAsDouble(point)));
        data.addSeries(series);
        colors.add(color);
        strokes.add(stroke);
    }

    void write(String title, String x, NumberFormat xFormat, String y, NumberFormat yFormat, Path results)
            throws IOException {
        JFreeChart chart = Look.lines(title, x, xFormat, y, yFormat, data);
        for (int i = 0; i < colors.size(); i++) {
            Look.style(chart, i, colors.get(i), strokes.get(i));
        }
        Svg.write(chart, Svg.HEIGHT, results);
    }
}
