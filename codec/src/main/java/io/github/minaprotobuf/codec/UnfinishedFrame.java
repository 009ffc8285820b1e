package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a session retains, between two reads, of a frame that has begun. At a frame boundary there is none. Used by one
 * thread at a time, the one that delivers the session's reads.
 */
sealed interface UnfinishedFrame
        permits PartialHeader, PartialBody, UnfinishedFrame.SkippedBody, UnfinishedFrame.LostPosition {

    /** When its first byte was there to decode, as {@link System#nanoTime}. */
    long begun();

    /** What to report when no more bytes come; empty when this frame was reported already. */
    Optional<TruncatedFrameException> truncated();

    /** Gives back what this frame holds of the budget; harmless when done twice. */
    default void release() {}

    /** A body that is reported and unwanted: it is counted as it arrives, and not kept. */
    final class SkippedBody implements UnfinishedFrame {
        private final long begun;
        private long remaining;

        SkippedBody(long begun, long remaining) {
            this.begun = begun;
            this.remaining = remaining;
        }

        @Override
        public long begun() {
            return begun;
        }

        /** Skips what has arrived; true once all of the body has. */
        boolean skip(ByteBuffer in) {
            int skipped = (int) Math.min(remaining, in.remaining());
            in.position(in.position() + skipped);
            remaining -= skipped;
            return remaining == 0;
        }

        @Override
        public Optional<TruncatedFrameException> truncated() {
            return Optional.empty();
        }
    }

    /** After a corrupted header: no byte has a meaning any more. */
    record LostPosition(long begun) implements UnfinishedFrame {
        @Override
        public Optional<TruncatedFrameException> truncated() {
            return Optional.empty();
        }
    }
}
