package io.github.minaprotobuf.filter;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferWrapper;

/**
 * A few direct buffers of one size that are used again and again: a socket writes those without a copy, and nobody clears
 * their memory. All together have at most {@link #MAX_BYTES}. Any thread.
 */
final class BufferPool {

    /** Off the heap, for each {@code WriteCoalescingFilter}. */
    static final int MAX_BYTES = 4 << 20;

    private static final int MAX_BUFFERS = 64;

    private final int bufferBytes;
    private final int maxBuffers;
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();

    /** Of all that were made, so that those of sessions that closed, which nobody gives back, make room for new ones. */
    private final Set<Reference<ByteBuffer>> made = new HashSet<>();

    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();

    /** @param bufferBytes the size of each; when {@link #MAX_BYTES} is less, there are none */
    BufferPool(int bufferBytes) {
        this.bufferBytes = bufferBytes;
        this.maxBuffers = Math.min(MAX_BUFFERS, MAX_BYTES / bufferBytes);
    }

    /** {@return an empty buffer with room for {@code bytes} at least} When all are in use, by MINA's allocator. */
    IoBuffer take(int bytes) {
        ByteBuffer memory = bytes > bufferBytes ? null : takeMemory();
        return memory == null ? IoBuffer.allocate(bytes) : new PooledBuffer(memory);
    }

    private synchronized ByteBuffer takeMemory() {
        ByteBuffer last = idle.pollLast(); // the processor's cache may still have it
        return last != null ? last : makeUnlessFull();
    }

    private ByteBuffer makeUnlessFull() {
        for (Reference<?> lost = collected.poll(); lost != null; lost = collected.poll()) {
            made.remove(lost);
        }
        if (made.size() >= maxBuffers) {
            return null;
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(bufferBytes);
        made.add(new WeakReference<>(memory, collected));
        return memory;
    }

    private synchronized void giveBack(ByteBuffer memory) {
        idle.addLast(memory);
    }

    /**
     * Gives its memory back when MINA frees it, after its bytes have left or could not. Its position and limit are its own,
     * and stay as they were then.
     */
    private final class PooledBuffer extends IoBufferWrapper {
        private ByteBuffer memory;

        PooledBuffer(ByteBuffer memory) {
            super(IoBuffer.wrap(memory.slice()));
            this.memory = memory;
        }

        @Override
        public void free() {
            ByteBuffer once;
            synchronized (this) {
                once = memory;
                memory = null;
            }
            if (once != null) {
                giveBack(once);
            }
        }
    }
}
