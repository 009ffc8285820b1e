package io.github.minaprotobuf.client.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Results as one page that needs nothing else: a row for each case, which opens to its details. */
public final class HtmlReport {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlReport() {}

    /** Writes the page. */
    public static void write(Report report, Writer out) throws IOException {
        Run run = report.run();
        Map<String, String> values = Map.of(
                "verdict", report.passed() ? "passed" : "failed",
                "server", escape(run.peer()),
                "run", escape(details(run)),
                "summary", escape(report.summary()),
                "bar", bar(report),
                "sections", sections(report));
        Matcher placeholders = PLACEHOLDER.matcher(template());
        out.write(placeholders.replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1)))));
    }

    private static String details(Run run) {
        String seed = run.seed() == null ? "" : " · seed " + run.seed();
        return run.format() + seed + " · " + run.started() + " · " + run.client();
    }

    private static String bar(Report report) {
        return report.totals().entrySet().stream()
                .filter(total -> total.getValue() > 0)
                .map(total -> String.format(
                        Locale.ROOT,
                        "<span class=\"%s\" style=\"flex:%d\" title=\"%d %s\"></span>",
                        cssClass(total.getKey()),
                        total.getValue(),
                        total.getValue(),
                        total.getKey().participle()))
                .collect(Collectors.joining());
    }

    private static String sections(Report report) {
        return report.sections().entrySet().stream()
                .map(section -> section(section.getKey(), section.getValue()))
                .collect(Collectors.joining());
    }

    private static String section(String title, List<Entry> cases) {
        long passed =
                cases.stream().filter(entry -> entry.verdict() == Verdict.PASS).count();
        long applicable =
                cases.stream().filter(entry -> entry.verdict() != Verdict.SKIP).count();
        return String.format(
                Locale.ROOT,
                "<section>\n<h2>%s <small>%d of %d passed</small></h2>\n%s</section>\n",
                escape(title),
                passed,
                applicable,
                cases.stream().map(HtmlReport::row).collect(Collectors.joining()));
    }

    private static String row(Entry entry) {
        return String.format(
                Locale.ROOT,
                """
                <details id="case-%s" class="%s"%s>
                <summary><b>%1$s</b><i>%s</i><span>%s%s</span><em>%s</em><time>%.3f s</time></summary>
                <dl>%s%s%s%s%s%s</dl>
                </details>
                """,
                escape(entry.id()),
                cssClass(entry.verdict()),
                entry.verdict().failsTheRun() && entry.since() == null ? " open" : "",
                entry.verdict(),
                escape(entry.title()),
                entry.since() == null
                        ? ""
                        : " <small>since " + escape(entry.since().id()) + "</small>",
                escape(entry.level()),
                entry.seconds(),
                entry.since() == null
                        ? ""
                        : detail("since", escape(entry.since().toString())),
                detail("requires", escape(entry.requirement())),
                detail("sent", escape(entry.sent())),
                detail("expected", escape(entry.expected())),
                detail("received", escape(entry.received())),
                detail("rerun", commandLine(entry.rerun())));
    }

    private static String detail(String label, String html) {
        return "<dt>" + label + "</dt><dd>" + html + "</dd>\n";
    }

    /** Browsers break lines behind hyphens; the span keeps an option's name on one line. */
    private static String commandLine(String text) {
        return "<code>" + escape(text).replaceAll(" (--\\S+)", " <span>$1</span>") + "</code>";
    }

    private static String cssClass(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this jar", e);
        }
    }
}
