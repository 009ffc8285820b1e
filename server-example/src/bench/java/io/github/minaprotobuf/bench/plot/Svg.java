package io.github.minaprotobuf.bench.plot;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Writes charts as SVG. */
final class Svg {

    private static final int WIDTH = 900;
    static final int HEIGHT = 460;

    private Svg() {}

    /** Writes the chart beside its data: {@code echo.json} becomes {@code echo.svg}. Height in pixels. */
    static void write(JFreeChart chart, int height, Path results) throws IOException {
        Document document = GenericDOMImplementation.getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null);
        SVGGraphics2D graphics = new SVGGraphics2D(document);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        chart.draw(graphics, new Rectangle(WIDTH, height));
        Element root = graphics.getRoot();
        // So that a page may show it at another size.
        root.setAttributeNS(null, "viewBox", "0 0 " + WIDTH + " " + height);
        Path file = results.resolveSibling(results.getFileName().toString().replace(".json", ".svg"));
        try (Writer out = Files.newBufferedWriter(file)) {
            graphics.stream(root, out, true, false);
        }
        System.out.println("drawn: " + file.getFileName());
    }
}
