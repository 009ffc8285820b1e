package io.github.minaprotobuf.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The ways in which a network may cut a stream into chunks. */
public final class Cuts {

    private static final int RANDOM_ROUNDS = 50;
    private static final int MAX_SINGLE_CUTS = 5_000;

    private Cuts() {}

    /**
     * Runs a check on the stream whole, byte by byte, at every single cut and at random cuts. What fails is told with
     * the cuts, or the seed, that show it.
     */
    public static void forEach(byte[] stream, Consumer<List<byte[]>> check) {
        run("whole", check, at(stream));
        run("byte by byte", check, at(stream, IntStream.range(1, stream.length).toArray()));
        if (stream.length <= MAX_SINGLE_CUTS) {
            for (int cut = 0; cut <= stream.length; cut++) {
                run("cut at " + cut, check, at(stream, cut));
            }
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < RANDOM_ROUNDS; round++) {
            run("random cuts, seed " + seed + ", round " + round, check, random(stream, random));
        }
    }

    /** The chunks between the given offsets; empty ones are left out, as no network delivers them. */
    static List<byte[]> at(byte[] stream, int... offsets) {
        TreeSet<Integer> bounds = new TreeSet<>();
        Arrays.stream(offsets).forEach(bounds::add);
        bounds.add(stream.length);
        List<byte[]> chunks = new ArrayList<>();
        int start = 0;
        for (int end : bounds) {
            if (end > start) {
                chunks.add(Arrays.copyOfRange(stream, start, end));
                start = end;
            }
        }
        return chunks;
    }

    static List<byte[]> random(byte[] stream, Random random) {
        int cuts = 1 + random.nextInt(Math.max(1, Math.min(40, stream.length)));
        return at(stream, random.ints(cuts, 0, stream.length + 1).toArray());
    }

    private static void run(String name, Consumer<List<byte[]>> check, List<byte[]> chunks) {
        try {
            check.accept(chunks);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with the stream " + name + ": " + e.getMessage(), e);
        }
    }
}
