package io.github.minaprotobuf.client.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutTest {

    /** Headers of one and two bytes: 1 + 0, 1 + 3, 2 + 200. */
    private final FrameStream stream = FrameStream.of(Wire.VARINT32, List.of(new byte[0], new byte[3], new byte[200]));

    @Test
    void oneWriteHoldsAll() {
        assertArrayEquals(new int[] {207}, Cut.nowhere().writeEnds(stream));
    }

    @Test
    void writesOfEqualLengthEndWithTheRest() {
        assertArrayEquals(new int[] {100, 200, 207}, Cut.every(100).writeEnds(stream));
        assertArrayEquals(new int[] {207}, Cut.every(207).writeEnds(stream));
        assertEquals(207, Cut.every(1).writeEnds(stream).length);
    }

    @Test
    void headersAreCutAfterSoManyBytesOrAtTheirEnd() {
        assertArrayEquals(new int[] {1, 2, 6, 207}, Cut.inHeaders(1).writeEnds(stream));
        assertArrayEquals(new int[] {1, 2, 7, 207}, Cut.inHeaders(2).writeEnds(stream));
    }

    @Test
    void randomWritesAreNeitherEmptyNorTooLongAndReachTheEnd() {
        int[] ends = Cut.atRandom(new Random(7), 20).writeEnds(stream);

        int start = 0;
        for (int end : ends) {
            assertTrue(end > start && end - start <= 20, start + ".." + end);
            start = end;
        }
        assertEquals(207, start);
        assertArrayEquals(ends, Cut.atRandom(new Random(7), 20).writeEnds(stream));
    }
}
