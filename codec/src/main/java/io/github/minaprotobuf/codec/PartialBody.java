package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.core.future.CloseFuture;
import org.apache.mina.core.future.IoFutureListener;

/**
 * The first bytes of a body whose end has not arrived, gathered for the parser.
 *
 * <p>The declared length is a stranger's word, so it allocates nothing: the array has room for {@value #GROWTH} times
 * what really arrived, and never for more than was declared. Each time the array is too small, the next one is
 * {@value #GROWTH} times as large. So a byte is copied once out of the read buffer, and all the moves to larger arrays
 * together copy a third of the body at most: linear, whatever the chunks.
 */
final class PartialBody implements UnfinishedFrame, IoFutureListener<CloseFuture> {

    private static final int GROWTH = 4;
    private static final int MIN_CAPACITY = 256;

    private final long begun;
    private final RetainedBytes budget;
    private final AtomicInteger reserved = new AtomicInteger();
    private final int headerLength;
    private final int type;
    private final int bodyLength;
    private byte[] bytes = {};
    private int received;

    /**
     * @param begun when the header's first byte was there to decode
     * @param headerLength the bytes of header that stood before this body
     * @param type what the header says of it
     */
    PartialBody(long begun, RetainedBytes budget, int headerLength, int type, int bodyLength) {
        this.begun = begun;
        this.budget = budget;
        this.headerLength = headerLength;
        this.type = type;
        this.bodyLength = bodyLength;
    }

    /**
     * Takes from {@code in} what belongs to the body, and no byte more; true once it is complete.
     *
     * @throws RetainedBytesLimitException when neither budget nor heap has room; then nothing was taken
     */
    boolean gather(ByteBuffer in) throws RetainedBytesLimitException {
        int count = Math.min(missing(), in.remaining());
        ensureCapacity(received + count);
        in.get(bytes, received, count);
        received += count;
        return missing() == 0;
    }

    private void ensureCapacity(int needed) throws RetainedBytesLimitException {
        if (needed <= bytes.length) {
            return;
        }
        int capacity = capacityFor(needed);
        int growth = capacity - bytes.length;
        if (!budget.tryReserve(growth, reserved.get())) {
            throw refusal(growth, null);
        }
        reserved.addAndGet(growth);
        try {
            bytes = Arrays.copyOf(bytes, capacity);
        } catch (OutOfMemoryError e) {
            throw refusal(growth, e);
        }
    }

    private RetainedBytesLimitException refusal(int growth, OutOfMemoryError cause) {
        return new RetainedBytesLimitException(budget, growth, bytes.length, bodyLength, HexDump.of(arrived()), cause);
    }

    /** Steps that end at the full length: the last one, which copies most, comes at a quarter and not just short of all. */
    private int capacityFor(int needed) {
        int capacity = bodyLength;
        while (capacity / GROWTH >= Math.max(needed, MIN_CAPACITY)) {
            capacity /= GROWTH;
        }
        return capacity;
    }

    @Override
    public long begun() {
        return begun;
    }

    @Override
    public void release() {
        budget.release(reserved.getAndSet(0));
    }

    @Override
    public void operationComplete(CloseFuture closed) {
        release();
    }

    boolean isEmpty() {
        return received == 0;
    }

    int missing() {
        return bodyLength - received;
    }

    int bodyLength() {
        return bodyLength;
    }

    int type() {
        return type;
    }

    /** All that was gathered, once nothing is missing; growth ends at the full length, so there is no slack. */
    byte[] complete() {
        return bytes;
    }

    private ByteBuffer arrived() {
        return ByteBuffer.wrap(bytes, 0, received);
    }

    @Override
    public Optional<TruncatedFrameException> truncated() {
        return Optional.of(new TruncatedFrameException(
                (long) headerLength + received, (long) headerLength + bodyLength, HexDump.of(arrived())));
    }
}
