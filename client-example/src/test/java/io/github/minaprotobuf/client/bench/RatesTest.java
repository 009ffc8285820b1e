package io.github.minaprotobuf.client.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {

    @Test
    void oneRateIsOneStep() {
        assertEquals(List.of(1_500.0), Rates.parse("1500").steps());
        assertEquals(List.of(1_500.0), Rates.parse("1.5k").steps());
        assertEquals(List.of(2e6), Rates.parse("2M").steps());
        assertEquals(List.of(0.5), Rates.parse("0.5").steps());
    }

    @Test
    void aRangeHasItsEndsAndWhatIsRoundBetweenThem() {
        assertEquals(
                List.of(1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0),
                Rates.parse("1k..50k").steps());
        assertEquals(List.of(300.0, 500.0, 700.0), Rates.parse("300..700").steps());
    }

    @Test
    void aListIsTakenAsItIs() {
        assertEquals(List.of(500.0, 300.0, 4_000.0), Rates.parse("500,300,4k").steps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "ten", "1e3", "1k..", "..5", "5..5", "2k..1k", "1,,2", "1001M", "1K"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Rates.parse(text));
    }
}
