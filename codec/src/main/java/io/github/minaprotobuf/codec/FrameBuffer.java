package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferWrapper;
import org.apache.mina.core.buffer.SimpleBufferAllocator;

/**
 * A frame's bytes as a buffer that {@code free()} leaves readable. MINA frees a buffer once it has left, and asks it once
 * more how much remains when the write is reported, which behind an {@code ExecutorFilter} is later. A frame has nothing to
 * give back to a cache anyway.
 */
final class FrameBuffer extends IoBufferWrapper {

    private FrameBuffer(IoBuffer buffer) {
        super(buffer);
    }

    /** {@return a buffer of these bytes} By the process's allocator: MINA would make any other one the process's. */
    static IoBuffer of(byte[] frame) {
        return keeping(IoBuffer.wrap(frame));
    }

    /** {@return a buffer of these bytes, which takes the position of {@code memory} along} */
    static IoBuffer of(ByteBuffer memory) {
        return keeping(IoBuffer.wrap(memory));
    }

    private static IoBuffer keeping(IoBuffer buffer) {
        boolean isNeverFreed = IoBuffer.getAllocator() instanceof SimpleBufferAllocator; // MINA's default
        return isNeverFreed ? buffer : new FrameBuffer(buffer);
    }

    @Override
    public void free() {
        // see above
    }
}
