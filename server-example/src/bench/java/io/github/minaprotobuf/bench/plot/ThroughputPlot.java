package io.github.minaprotobuf.bench.plot;

import io.github.minaprotobuf.bench.EchoRow;
import io.github.minaprotobuf.bench.ResultFile;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.data.category.DefaultCategoryDataset;

/** Echo rates: a group of bars for each load, relative to Netty's under the same load, which is where they begin. */
final class ThroughputPlot {

    private static final String BASE = "netty-nio";

    private static final int BAR_HEIGHT = 17;
    private static final int REST_HEIGHT = 150;

    /** In the order of the bars. */
    private static final List<Bar> BARS = List.of(
            new Bar("mina", "plain MINA", Look.GREEN),
            new Bar("netty-epoll", "Netty epoll", Look.LIGHT_ORANGE),
            new Bar("ours", "mina-protobuf", Look.BLUE),
            new Bar("mina-limit", "bare loop within MINA", Look.LIGHT_BLUE),
            new Bar("bare", "bare NIO loop", Look.GREY),
            new Bar("tokio", "tokio-util, prost", Look.RED),
            new Bar("mio", "bare mio loop", Look.PINK));

    private ThroughputPlot() {}

    static void draw(Path results) throws IOException {
        List<EchoRow> rows = ResultFile.read(results, EchoRow[].class);
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        JFreeChart chart = Look.bars(
                "Echo throughput against Netty's: payload, connections x frames in flight",
                "messages per second, Netty NIO = 1",
                Units.ratio(),
                data);
        BarRenderer renderer = (BarRenderer) chart.getCategoryPlot().getRenderer();
        Map<String, Double> base = rates(rows, BASE);
        for (Bar bar : BARS) {
            rates(rows, bar.server)
                    .forEach((load, rate) -> data.addValue(rate / base.get(load), bar.name, load.replace('-', ' ')));
            if (data.getRowIndex(bar.name) >= 0) {
                renderer.setSeriesPaint(data.getRowIndex(bar.name), bar.color);
            }
        }
        DecimalFormat label = new DecimalFormat("0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", label));
        renderer.setDefaultItemLabelsVisible(true);
        Svg.write(chart, REST_HEIGHT + BAR_HEIGHT * (data.getRowCount() + 1) * data.getColumnCount(), results);
    }

    /** By load, in the order of the file. */
    private static Map<String, Double> rates(List<EchoRow> rows, String server) {
        return rows.stream()
                .filter(row -> row.server().equals(server))
                .collect(Collectors.toMap(EchoRow::load, EchoRow::messagesPerSecond, Double::sum, LinkedHashMap::new));
    }

    private record Bar(String server, String name, Color color) {}
}
