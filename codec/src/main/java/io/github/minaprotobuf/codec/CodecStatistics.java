package io.github.minaprotobuf.codec;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one factory's sessions have done so far, all together. Always on: an update takes no lock, and costs the same
 * whatever the number of threads. Safe to read from any thread; a reading is not a snapshot of all counters at one moment.
 */
public final class CodecStatistics implements CodecStatisticsMXBean {

    private final LongAdder framesDecoded = new LongAdder();
    private final LongAdder framesEncoded = new LongAdder();
    private final LongAdder bytesDecoded = new LongAdder();
    private final LongAdder bytesEncoded = new LongAdder();
    private final LongAdder framesRejected = new LongAdder();
    private final RetainedBytes retainedBytes;

    CodecStatistics(RetainedBytes retainedBytes) {
        this.retainedBytes = retainedBytes;
    }

    /** {@return how many frames became a message} */
    public long framesDecoded() {
        return framesDecoded.sum();
    }

    /** {@return how many messages became a frame} */
    public long framesEncoded() {
        return framesEncoded.sum();
    }

    /** {@return how many bytes of body were in {@link #framesDecoded()}} */
    public long bytesDecoded() {
        return bytesDecoded.sum();
    }

    /** {@return how many bytes of body were in {@link #framesEncoded()}} */
    public long bytesEncoded() {
        return bytesEncoded.sum();
    }

    /** {@return how many frames became an exception of the decoder} */
    public long framesRejected() {
        return framesRejected.sum();
    }

    /** {@return how many bytes are now allocated for bodies that span several reads, in all sessions} */
    public long retainedBytes() {
        return retainedBytes.held();
    }

    @Override
    public long getFramesDecoded() {
        return framesDecoded();
    }

    @Override
    public long getFramesEncoded() {
        return framesEncoded();
    }

    @Override
    public long getBytesDecoded() {
        return bytesDecoded();
    }

    @Override
    public long getBytesEncoded() {
        return bytesEncoded();
    }

    @Override
    public long getFramesRejected() {
        return framesRejected();
    }

    @Override
    public long getRetainedBytes() {
        return retainedBytes();
    }

    void decoded(int frames, long bodyBytes) {
        framesDecoded.add(frames);
        bytesDecoded.add(bodyBytes);
    }

    void encoded(int bodyLength) {
        framesEncoded.increment();
        bytesEncoded.add(bodyLength);
    }

    void rejected() {
        framesRejected.increment();
    }

    @Override
    public String toString() {
        return "CodecStatistics[framesDecoded=" + framesDecoded() + ", framesEncoded=" + framesEncoded()
                + ", bytesDecoded=" + bytesDecoded() + ", bytesEncoded=" + bytesEncoded()
                + ", framesRejected=" + framesRejected() + ", retainedBytes=" + retainedBytes() + "]";
    }
}
