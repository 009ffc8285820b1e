package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a run says about its cases, and where. */
class ReportTest {

    /** Fails 1.2 (must) and 5.2 (strict), and puts markup into what it says. */
    private static final Supplier<Behaviour> WRONG = () -> new Behaviour() {
        @Override
        void received(byte[] body) throws IOException {
            send(body.length == 0 ? new byte[] {0x12, 5, '<', 'b', '>', '&', '"'} : body);
        }

        @Override
        void malformed(byte[] body) throws IOException {
            send(body);
        }
    };

    @TempDir
    private Path directory;

    @Test
    void aStrictCaseThatFailsIsAWarning() throws IOException {
        ClientRun run = wrong("check 1.1 5.2");

        assertEquals(Set.of("5.2"), run.warned(), run::out);
        assertEquals(0, run.exitCode());
    }

    @Test
    void whereStrictCasesCountItIsAFailure() throws IOException {
        ClientRun run = wrong("check 1.1 5.2 --strict");

        assertEquals(Set.of("5.2"), run.failed(), run::out);
        assertEquals(1, run.exitCode());
    }

    @Test
    void aKnownFailureFailsNothing() throws IOException {
        ClientRun run = wrong("check 1.1 1.2 5.2 --strict --known-failing 1.2,5.2");

        assertEquals(Set.of("1.2", "5.2"), run.ids("KNOWN"), run::out);
        assertEquals(0, run.exitCode());
    }

    @Test
    void aKnownFailureThatPassesFailsTheRun() throws IOException {
        ClientRun run = wrong("check 1.1 1.3 --known-failing 1");

        assertEquals(Set.of("1.1"), run.ids("FIXED"), run::out);
        assertEquals(Set.of("1.3"), run.ids("KNOWN"), run::out);
        assertEquals(1, run.exitCode());
    }

    @Test
    void aFailureThatOnlyFollowsFromAnotherSaysFromWhich() throws IOException {
        ClientRun run = wrong("check 1 5.2 --json " + directory.resolve("report.json"));

        assertTrue(run.text().contains("      since     1.2, on which this builds\n"), run::out);
        assertTrue(run.out().contains("\nfailed  1.2; since 1.2: 1.3\nwarned  5.2; since 1.2: 1.5\n"), run::out);
        JsonObject report = JsonParser.parseString(Files.readString(directory.resolve("report.json")))
                .getAsJsonObject();
        JsonObject since =
                report.getAsJsonArray("cases").get(2).getAsJsonObject().getAsJsonObject("since");
        assertEquals("1.2", since.get("id").getAsString());
    }

    @Test
    void noLineIsLongerThan80Columns() throws IOException {
        ClientRun run = wrong("check 1 2.1 5.1 5.2 5.4 --strict --connect-timeout 5 --format le32");

        assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run::out);
        assertTrue(run.failed().size() > 3, run::out);
    }

    @Test
    void verdictsAreColouredWhereThatIsAskedFor() throws IOException {
        assertTrue(wrong("check 1.2 --color always").out().contains("1.2   \u001b[1;31mFAIL \u001b[m"));
        assertFalse(wrong("check 1.2").out().contains("\u001b"));
    }

    @Test
    void skippedCasesDoNotRun() {
        ClientRun run = ClientRun.of("check 1.1 1.2 3.1 --skip 1.2,3");

        assertEquals(Set.of("1.1"), run.passed());
    }

    @Test
    void jsonOnStdoutLeavesTheTextToStderr() throws IOException {
        ClientRun run = wrong("check 1.1 1.2 1.6 --seed 9 --json -");

        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        JsonObject totals = report.getAsJsonObject("totals");
        assertEquals(9, report.getAsJsonObject("run").get("seed").getAsLong());
        assertEquals("le32", report.getAsJsonObject("run").get("format").getAsString());
        assertEquals(1, totals.get("pass").getAsInt());
        assertEquals(1, totals.get("fail").getAsInt());
        assertEquals(1, totals.get("skip").getAsInt());
        JsonObject failed = report.getAsJsonArray("cases").get(1).getAsJsonObject();
        assertEquals("1.2", failed.get("id").getAsString());
        assertEquals("1 framing", failed.get("section").getAsString());
        assertEquals("must", failed.get("level").getAsString());
        assertEquals("fail", failed.get("verdict").getAsString());
        assertEquals("reply 1 of 1: an empty message", failed.get("expected").getAsString());
        assertTrue(failed.get("received").getAsString().contains("<b>&"));
        assertTrue(run.err().contains("1.2   FAIL"), run::err);
    }

    @Test
    void everyCaseInTheJsonHasAllItsTexts() throws IOException {
        Path file = directory.resolve("report.json");

        assertEquals(0, ClientRun.of("check 1 5.1 6.3 --json " + file).exitCode());

        JsonObject report = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        for (JsonElement entry : report.getAsJsonArray("cases")) {
            for (String text : Set.of("title", "requirement", "sent", "expected", "received", "rerun")) {
                assertFalse(entry.getAsJsonObject().get(text).getAsString().isBlank(), entry::toString);
            }
        }
    }

    @Test
    void theJunitReportHasASuiteForEachSection() throws Exception {
        Path file = directory.resolve("report.xml");

        wrong("check 1.1 1.2 5.2 5.12 --junit-report " + file);

        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element framing = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertEquals("interop le32 1 framing", framing.getAttribute("name"));
        assertEquals("2", framing.getAttribute("tests"));
        assertEquals("1", framing.getAttribute("failures"));
        assertEquals("4", xml.getDocumentElement().getAttribute("tests"));
        assertEquals("1", xml.getDocumentElement().getAttribute("failures"));
        assertEquals("2", xml.getDocumentElement().getAttribute("skipped"));
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertTrue(failure.getAttribute("message").contains("<b>&"));
        assertTrue(failure.getTextContent().contains("rerun    java -jar "));
        assertEquals("1.2 an empty message", ((Element) failure.getParentNode()).getAttribute("name"));
        assertEquals(1, xml.getElementsByTagName("failure").getLength());
        assertEquals(2, xml.getElementsByTagName("skipped").getLength());
    }

    @Test
    void thePageHasARowForEachCaseAndNothingFromElsewhere() throws IOException {
        Path file = directory.resolve("report.html");

        wrong("check 1 --html " + file);

        String page = Files.readString(file);
        for (String id : new TreeSet<>(Set.of("1.1", "1.2", "1.3", "1.4", "1.5", "1.6"))) {
            assertTrue(page.contains("<details id=\"case-" + id + "\""), page);
        }
        assertTrue(page.contains("&lt;b&gt;&amp;"), page);
        assertFalse(page.contains("<b>&"), page);
        assertFalse(page.contains("{{"), page);
        assertFalse(page.matches("(?s).*(src|href)=.*"), page);
    }

    @Test
    void aTraceShowsTheBytesOfBothDirections() throws IOException {
        ClientRun run = ClientRun.of("check 1.2 4.6 --trace");

        assertTrue(run.err().contains("#1 > 4 bytes: 00 00 00 00\n"), run::err);
        assertTrue(run.err().contains("#1 < 4 bytes: 00 00 00 00\n"), run::err);
        assertTrue(run.err().contains("#2 > 263 bytes: 03 01 00 00 1a 80 02 00 01 02 "), run::err);
        int longest = "#2 > 263 bytes: ".length() + 256 * 3 + 2;
        assertEquals(longest, run.err().lines().mapToInt(String::length).max().orElseThrow());
        assertEquals(0, run.exitCode());
    }

    private static ClientRun wrong(String commandLine) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, WRONG)) {
            return ClientRun.of(commandLine + " --port " + server.port());
        }
    }
}
