package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs without the fuzzer what it found worth keeping: {@code mvn -Pfuzz} looks for more. */
@DisplayName("The decoder and the reference come to the same")
class FuzzCorpusTest {

    private static final int RANDOM_INPUTS = 2_000;

    @TestFactory
    Stream<DynamicTest> for_each_input_of_the_corpus() throws IOException, URISyntaxException {
        Path corpus = Path.of(
                Objects.requireNonNull(getClass().getResource("/fuzz-corpus")).toURI());
        try (Stream<Path> all = Files.list(corpus)) {
            List<Path> inputs = all.sorted().toList();
            assertFalse(inputs.isEmpty(), "no corpus");
            return inputs.stream().map(input -> dynamicTest(input.getFileName().toString(), () -> replay(input)));
        }
    }

    private static void replay(Path input) throws IOException {
        try {
            DecoderDifferential.fuzzerTestOneInput(Files.readAllBytes(input));
        } catch (AssertionError e) {
            // Not all reports show the name of a dynamic test.
            throw new AssertionError("corpus input " + input.getFileName() + ": " + e.getMessage(), e);
        }
    }

    @Test
    void for_random_inputs() {
        long seed = System.nanoTime();
        System.out.println("for_random_inputs seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] input = new byte[random.nextInt(200)];
            random.nextBytes(input);
            try {
                DecoderDifferential.fuzzerTestOneInput(input);
            } catch (AssertionError e) {
                throw new AssertionError("input " + HexFormat.of().formatHex(input) + ", seed " + seed, e);
            }
        }
    }
}
