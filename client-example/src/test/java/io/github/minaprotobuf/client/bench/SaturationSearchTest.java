package io.github.minaprotobuf.client.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SaturationSearchTest {

    private final List<Double> tried = new ArrayList<>();

    @Test
    void theRateIsDoubledAndThenWhatLiesBetweenIsHalved() throws InterruptedException {
        double found = searched(1_000, 5_300).orElseThrow();

        assertEquals(List.of(1_000.0, 2_000.0, 4_000.0, 8_000.0, 6_000.0, 5_000.0), tried.subList(0, 6));
        assertTrue(found <= 5_300 && found > 5_300 / 1.05, () -> "found " + found);
    }

    @Test
    void fromARateThatIsTooHighItGoesDown() throws InterruptedException {
        double found = searched(1_000, 90).orElseThrow();

        assertTrue(found <= 90 && found > 85, () -> "found " + found);
    }

    @Test
    void whatHoldsNoRateHasNone() throws InterruptedException {
        assertEquals(OptionalDouble.empty(), searched(1_000, 0));
    }

    @Test
    void whatHoldsEveryRateEndsTheSearch() throws InterruptedException {
        assertTrue(searched(1_000, Double.MAX_VALUE).orElseThrow() > 1e8);
    }

    private OptionalDouble searched(double start, double limit) throws InterruptedException {
        return SaturationSearch.run(start, rate -> {
            tried.add(rate);
            return rate <= limit;
        });
    }
}
