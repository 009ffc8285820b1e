package io.github.minaprotobuf.client.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results for CI systems: a test suite for each section, in the XML that JUnit made common. The names of suites and cases
 * hold nothing that differs from run to run, so a CI system can follow a case over many.
 */
public final class JunitReport {

    private final XMLStreamWriter xml;

    private JunitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes the report as one document. */
    public static void write(Report report, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            new JunitReport(xml).write(report);
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void write(Report report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        String name = "interop " + report.run().format();
        start("testsuites", name, report.cases());
        for (Map.Entry<String, List<Entry>> section : report.sections().entrySet()) {
            suite(name + " " + section.getKey(), report.run(), section.getValue());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(String name, Run run, List<Entry> cases) throws XMLStreamException {
        start("testsuite", name, cases);
        xml.writeAttribute("timestamp", run.started());
        start("properties");
        property("client", run.client());
        property(run.server() == null ? "program" : "server", run.peer());
        if (run.seed() != null) {
            property("seed", run.seed().toString());
        }
        xml.writeEndElement();
        for (Entry entry : cases) {
            testCase(name, entry);
        }
        xml.writeEndElement();
    }

    /** An element with the totals of these cases. */
    private void start(String element, String name, List<Entry> cases) throws XMLStreamException {
        start(
                element,
                "name",
                name,
                "tests",
                Integer.toString(cases.size()),
                "failures",
                count(cases, true),
                "skipped",
                count(cases, false),
                "errors",
                "0",
                "time",
                seconds(cases.stream().mapToDouble(Entry::seconds).sum()));
    }

    private void property(String name, String value) throws XMLStreamException {
        start("property", "name", name, "value", value);
        xml.writeEndElement();
    }

    private void testCase(String suite, Entry entry) throws XMLStreamException {
        start(
                "testcase",
                "classname",
                suite,
                "name",
                entry.id() + " " + entry.title(),
                "time",
                seconds(entry.seconds()));
        if (entry.verdict().failsTheRun()) {
            String passed = entry.verdict() == Verdict.FIXED ? "passed, though known to fail" : entry.received();
            start("failure", "message", passed, "type", entry.level());
            xml.writeCharacters(valid(details(entry)));
            xml.writeEndElement();
        } else if (entry.verdict() != Verdict.PASS) {
            start("skipped", "message", entry.verdict().participle() + ": " + entry.received());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String details(Entry entry) {
        String since = entry.since() == null ? "" : "since    " + entry.since() + "\n";
        return since + "requires " + entry.requirement() + "\nsent     " + entry.sent() + "\nexpected "
                + entry.expected() + "\nreceived " + entry.received() + "\nrerun    " + entry.rerun() + "\n";
    }

    private static String count(List<Entry> cases, boolean failed) {
        return Long.toString(cases.stream()
                .map(Entry::verdict)
                .filter(verdict -> verdict != Verdict.PASS && verdict.failsTheRun() == failed)
                .count());
    }

    private void start(String element, String... attributes) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(element);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], valid(attributes[i + 1]));
        }
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** The text without the control characters that XML 1.0 cannot hold. */
    private static String valid(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?");
    }
}
