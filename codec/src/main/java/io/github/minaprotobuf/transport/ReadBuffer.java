package io.github.minaprotobuf.transport;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferWrapper;

/**
 * A read buffer that knows whether it was freed, so that its memory can be used again. A view of it (a slice, a stream,
 * ...) may outlive it: then its memory is never used again, whoever frees it.
 *
 * <p>A wrapper, since a subclass of MINA's {@code AbstractIoBuffer} would set the allocator of the process.
 */
final class ReadBuffer extends IoBufferWrapper {

    private final ByteBuffer memory;
    private volatile boolean freed;
    private volatile boolean viewed;

    ReadBuffer(ByteBuffer memory) {
        super(IoBuffer.wrap(memory));
        this.memory = memory;
    }

    /** {@return whether its memory can be used again} */
    @SuppressWarnings("ReferenceEquality") // the same memory, not equal bytes
    boolean isFreed() {
        return freed
                && !viewed
                && buf() == memory; // once expanded, it has other memory, and MINA's allocator may have this
    }

    /** {@return how much memory it was made of} */
    int memoryBytes() {
        return memory.capacity();
    }

    /** Any thread, any number of times; what comes after {@link #isFreed} was asked has no effect. */
    @Override
    public void free() {
        freed = true;
    }

    private IoBuffer view() {
        viewed = true;
        return super.getParentBuffer();
    }

    @Override
    public IoBuffer getParentBuffer() {
        return view();
    }

    @Override
    public IoBuffer duplicate() {
        return view().duplicate();
    }

    @Override
    public IoBuffer slice() {
        return view().slice();
    }

    @Override
    public IoBuffer asReadOnlyBuffer() {
        return view().asReadOnlyBuffer();
    }

    @Override
    public IoBuffer getSlice(int length) {
        return view().getSlice(length);
    }

    @Override
    public IoBuffer getSlice(int index, int length) {
        return view().getSlice(index, length);
    }

    @Override
    public CharBuffer asCharBuffer() {
        return view().asCharBuffer();
    }

    @Override
    public ShortBuffer asShortBuffer() {
        return view().asShortBuffer();
    }

    @Override
    public IntBuffer asIntBuffer() {
        return view().asIntBuffer();
    }

    @Override
    public LongBuffer asLongBuffer() {
        return view().asLongBuffer();
    }

    @Override
    public FloatBuffer asFloatBuffer() {
        return view().asFloatBuffer();
    }

    @Override
    public DoubleBuffer asDoubleBuffer() {
        return view().asDoubleBuffer();
    }

    @Override
    public InputStream asInputStream() {
        return view().asInputStream();
    }

    @Override
    public OutputStream asOutputStream() {
        return view().asOutputStream();
    }
}
