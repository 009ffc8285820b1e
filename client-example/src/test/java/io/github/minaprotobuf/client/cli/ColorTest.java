package io.github.minaprotobuf.client.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorTest {

    @ParameterizedTest
    @CsvSource({"AUTO, true, true", "AUTO, false, false", "ALWAYS, false, true", "NEVER, true, false"})
    void byDefaultItIsForTerminals(Color color, boolean terminal, boolean on) {
        assertEquals(on, color.isOn(terminal, Map.of("TERM", "xterm")));
    }

    @Test
    void noColorTurnsItOffUnlessItIsAskedFor() {
        assertFalse(Color.AUTO.isOn(true, Map.of("NO_COLOR", "1")));
        assertTrue(Color.AUTO.isOn(true, Map.of("NO_COLOR", "")));
        assertTrue(Color.ALWAYS.isOn(false, Map.of("NO_COLOR", "1")));
    }

    @Test
    void aDumbTerminalHasNone() {
        assertFalse(Color.AUTO.isOn(true, Map.of("TERM", "dumb")));
    }
}
