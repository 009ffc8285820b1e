package io.github.minaprotobuf.client.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextStyleTest {

    private final TextStyle narrow = new TextStyle(20, false);

    @Test
    void linesBreakBetweenWordsAndHangBelowTheText() {
        assertEquals("""
                label one two three
                      four fivefive
                      six""", narrow.paragraph("label ", "one two three four fivefive six"));
    }

    @Test
    void aWordThatIsLongerThanALineStandsAlone() {
        assertEquals("""
                label a
                      word-of-seventeen
                      b""", narrow.paragraph("label ", "a word-of-seventeen b"));
    }

    @Test
    void aTextThatFitsStaysOnItsLine() {
        assertEquals("label 12345678901234", narrow.paragraph("label ", "12345678901234"));
    }

    @Test
    void aCommandLineBreaksWhereAShellReadsOn() {
        assertEquals("""
                run java -jar x \\
                    check 'a  b' \\
                    --html \\
                    'it'\\''s me'""", narrow.commandLine("run ", "java -jar x check 'a  b' --html 'it'\\''s me'"));
    }

    @Test
    void verdictsHaveColoursOnlyWhereAskedFor() {
        assertEquals("FAIL", narrow.coloured(Verdict.FAIL, "FAIL"));
        assertEquals("\u001b[32mPASS\u001b[m", new TextStyle(80, true).coloured(Verdict.PASS, "PASS"));
    }
}
