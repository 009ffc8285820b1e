package io.github.minaprotobuf.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.text.NumberFormat;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.xy.XYDataset;

/**
 * What all plots share: no ground of their own, and an ink that is read on white and on black; colours that the colour-blind
 * tell apart too; plain axes.
 */
final class Look {

    static final Color BLUE = new Color(0x0072B2);
    static final Color LIGHT_BLUE = new Color(0x56B4E9);
    static final Color ORANGE = new Color(0xE69F00);
    static final Color LIGHT_ORANGE = new Color(0xF7D48B);
    static final Color RED = new Color(0xD55E00);
    static final Color GREEN = new Color(0x009E73);
    static final Color PINK = new Color(0xCC79A7);
    static final Color GREY = new Color(0x8C8C8C);

    static final Stroke THICK = new BasicStroke(3.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final Stroke THIN = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final Stroke DASHED =
            new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {6f, 5f}, 0f);

    private static final Color INK = new Color(0x737C86);
    private static final Color GRID = new Color(0x7F, 0x7F, 0x7F, 0x50);
    private static final Stroke HAIRLINE = new BasicStroke(1f);
    private static final double MARK = 7;

    private Look() {}

    /** Each to the right or to the left of 1, by the logarithm of a ratio. */
    static JFreeChart bars(String title, String ratios, NumberFormat format, CategoryDataset data) {
        JFreeChart chart =
                ChartFactory.createBarChart(title, null, ratios, data, PlotOrientation.HORIZONTAL, true, false, false);
        apply(chart);
        CategoryPlot plot = chart.getCategoryPlot();
        applyTo(plot.getDomainAxis());
        LogAxis axis = logAxis(ratios, format);
        axis.setBase(2);
        plot.setRangeAxis(axis);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(HAIRLINE);
        plot.getDomainAxis().setCategoryMargin(0.2);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setBase(1);
        renderer.setItemMargin(0.02);
        renderer.setDefaultItemLabelFont(font(Font.PLAIN, 11));
        renderer.setDefaultItemLabelPaint(INK);
        return chart;
    }

    /** Both axes logarithmic, a tick at each power of ten. */
    static JFreeChart lines(
            String title, String x, NumberFormat xFormat, String y, NumberFormat yFormat, XYDataset data) {
        JFreeChart chart = ChartFactory.createXYLineChart(title, x, y, data);
        apply(chart);
        XYPlot plot = chart.getXYPlot();
        plot.setDomainAxis(logAxis(x, xFormat));
        plot.setRangeAxis(logAxis(y, yFormat));
        plot.setDomainGridlinePaint(GRID);
        plot.setDomainGridlineStroke(HAIRLINE);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(HAIRLINE);
        // A thick line first, so that a thin one is seen above it.
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        return chart;
    }

    static void style(JFreeChart chart, int series, Color color, Stroke stroke) {
        XYLineAndShapeRenderer renderer =
                (XYLineAndShapeRenderer) chart.getXYPlot().getRenderer();
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesStroke(series, stroke);
        renderer.setSeriesShape(series, new Ellipse2D.Double(-MARK / 2, -MARK / 2, MARK, MARK));
        renderer.setSeriesShapesVisible(series, true);
    }

    private static void apply(JFreeChart chart) {
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(14, 14, 10, 22));
        chart.getTitle().setFont(font(Font.BOLD, 17));
        chart.getTitle().setPaint(INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.getTitle().setPadding(0, 4, 12, 0);
        LegendTitle legend = chart.getLegend();
        legend.setItemFont(font(Font.PLAIN, 13));
        legend.setItemPaint(INK);
        legend.setFrame(BlockBorder.NONE);
        legend.setBackgroundPaint(null);
        legend.setItemLabelPadding(new RectangleInsets(3, 4, 3, 14));
        Plot plot = chart.getPlot();
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
    }

    private static LogAxis logAxis(String title, NumberFormat format) {
        LogAxis axis = new LogAxis(title);
        axis.setTickUnit(new NumberTickUnit(1, format, 9));
        axis.setNumberFormatOverride(format);
        axis.setMinorTickMarksVisible(false);
        applyTo(axis);
        return axis;
    }

    private static void applyTo(Axis axis) {
        axis.setLabelFont(font(Font.PLAIN, 13));
        axis.setLabelPaint(INK);
        axis.setTickLabelFont(font(Font.PLAIN, 13));
        axis.setTickLabelPaint(INK);
        axis.setAxisLinePaint(GRID);
        axis.setTickMarkPaint(GRID);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
