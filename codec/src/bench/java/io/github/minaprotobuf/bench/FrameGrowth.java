package io.github.minaprotobuf.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decode time as frames grow from 64 B to 1 GiB, in chunks of 64 KiB. A subject leaves when its next frame, four times
 * as large, would take it longer than {@code bench.limitSeconds}.
 */
final class FrameGrowth {

    private static final long SMALLEST = 64;
    private static final long LARGEST = 1L << 30;
    private static final long LARGEST_QUICK = 16L << 20;
    private static final int STEP = 4;
    private static final long BYTES_PER_RUN = 4L << 20;

    private static final List<DecodeSubject> SUBJECTS = List.of(
            DecodeSubject.BARE,
            DecodeSubject.COPY,
            DecodeSubject.OURS_HEAP,
            DecodeSubject.NETTY_DIRECT,
            DecodeSubject.QUESTION,
            DecodeSubject.STOCK);

    /** Keeps the work alive, but not the messages. */
    private static volatile int seen;

    private FrameGrowth() {}

    static void run(Path results) throws IOException {
        double limitSeconds = Settings.number("limitSeconds");
        List<Row> rows = new ArrayList<>();
        for (DecodeSubject subject : SUBJECTS) {
            double lastSeconds = 0;
            double growth = 1;
            long largest = Settings.isQuick() ? LARGEST_QUICK : LARGEST;
            for (long size = SMALLEST; size <= largest && lastSeconds * growth <= limitSeconds; size *= STEP) {
                double seconds = secondsPerFrame(subject, size);
                // Linear, quadratic or between? The last two steps tell, if with noise.
                growth = lastSeconds == 0 ? STEP : Math.min(STEP * STEP, Math.max(STEP, seconds / lastSeconds));
                lastSeconds = seconds;
                rows.add(new Row(subject, size, seconds));
                System.out.printf(Locale.ROOT, "%-14s %,14d B %14.9f s%n", subject, size, seconds);
            }
        }
        ResultFile.write(results.resolve("frames.json"), rows);
    }

    private static double secondsPerFrame(DecodeSubject subject, long size) {
        int frames = (int) Math.max(1, BYTES_PER_RUN / size);
        Runnable decoding =
                subject.over(Traffic.of(size + "B/64KiB", frames), message -> seen = System.identityHashCode(message));
        return Timing.medianSeconds(decoding) / frames;
    }

    /** One point of the curve. */
    record Row(DecodeSubject subject, long payloadBytes, double seconds) {}
}
