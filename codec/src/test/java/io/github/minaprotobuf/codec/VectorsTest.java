package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The published test vectors hold, however a stream is cut")
class VectorsTest {

    /** Longer streams are cut at chosen and at random offsets; at all of them would take minutes. */
    private static final int MAX_BYTE_BY_BYTE = 100_000;

    private static final int RANDOM_ROUNDS = 10;

    @TestFactory
    Stream<DynamicContainer> vectors() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource("/vectors")).toURI());
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> topics = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertFalse(topics.isEmpty(), "no vectors");
            return topics.stream().map(VectorsTest::topic);
        }
    }

    private static DynamicContainer topic(Path file) {
        String topic = file.getFileName().toString();
        return dynamicContainer(
                topic, Vector.readAll(file).map(vector -> dynamicTest(vector.name(), () -> run(topic, vector))));
    }

    private static void run(String topic, Vector vector) {
        try {
            run(vector);
        } catch (AssertionError | RuntimeException e) {
            // Not all reports show the name of a dynamic test.
            throw new AssertionError(topic + ", " + vector.name() + ": " + e.getMessage(), e);
        }
    }

    private static void run(Vector vector) {
        byte[] stream = vector.bytes();
        if (vector.singleCuts()) {
            Cuts.forEach(stream, chunks -> assertHolds(vector, chunks, BufferKind.HEAP));
        } else {
            runLong(vector);
        }
        for (BufferKind kind : BufferKind.values()) {
            assertHolds(vector, Cuts.at(stream), kind);
        }
        assertErrorsAreTold(vector);
    }

    private static void runLong(Vector vector) {
        byte[] stream = vector.bytes();
        if (stream.length <= MAX_BYTE_BY_BYTE) {
            assertHolds(
                    vector, Cuts.at(stream, IntStream.range(1, stream.length).toArray()), BufferKind.HEAP);
        }
        for (int[] cuts : vector.cuts()) {
            assertHolds(vector, Cuts.at(stream, cuts), BufferKind.HEAP);
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < RANDOM_ROUNDS; round++) {
            List<byte[]> chunks = Cuts.random(stream, random);
            try {
                assertHolds(vector, chunks, BufferKind.HEAP);
            } catch (AssertionError e) {
                throw new AssertionError("random cuts, seed " + seed + ", round " + round, e);
            }
        }
    }

    private static void assertHolds(Vector vector, List<byte[]> chunks, BufferKind kind) {
        ProtobufCodecFactory factory = vector.factory();
        Peer peer = Peer.onStream(factory);
        chunks.forEach(chunk -> peer.send(kind, chunk));
        if (vector.sessionLost()) {
            peer.send(vector.bytes()); // whatever comes now means nothing
        }
        peer.close();
        List<Object> expected = new ArrayList<>(
                vector.expected().stream().map(Vector.Expected::outcome).toList());
        expected.add(Peer.SESSION_CLOSED);
        assertEquals(expected, peer.events().stream().map(VectorsTest::describe).toList(), kind.toString());
        assertTrue(peer.isAtFrameBoundary());
        assertEquals(0, factory.statistics().retainedBytes());
    }

    private static void assertErrorsAreTold(Vector vector) {
        for (int i = 0; i < vector.expected().size(); i++) {
            int outcomesBefore = i;
            vector.expected().get(i).after().ifPresent(after -> {
                Peer peer = Peer.onStream(vector.factory()).send(Arrays.copyOf(vector.bytes(), after - 1));
                assertEquals(outcomesBefore, peer.events().size(), "told before byte " + after);
                peer.send(vector.bytes()[after - 1]);
                assertEquals(outcomesBefore + 1, peer.events().size(), "not told at byte " + after);
            });
        }
    }

    private static Object describe(Object event) {
        if (event instanceof MalformedMessageException) {
            return Vector.error("malformed");
        } else if (event instanceof UnknownTypeException e) {
            return Vector.error("unknown_type", Integer.toUnsignedLong(e.type()));
        } else if (event instanceof CompressedBodyException) {
            return Vector.error("compressed");
        } else if (event instanceof CorruptedFrameException) {
            return Vector.error("corrupted");
        } else if (event instanceof FrameTooLongException e) {
            return Vector.error("too_long", e.declaredLength());
        } else if (event instanceof TruncatedFrameException e) {
            return Vector.error("truncated", e.receivedBytes(), e.expectedBytes());
        }
        return event;
    }
}
