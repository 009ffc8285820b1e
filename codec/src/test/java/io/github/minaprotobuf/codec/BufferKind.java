package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.mina.core.buffer.IoBuffer;

/** The buffers that filters below a codec hand up. */
enum BufferKind {
    HEAP {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            return IoBuffer.wrap(bytes.clone());
        }
    },
    DIRECT {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            return IoBuffer.wrap(
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }
    },
    READ_ONLY {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            return IoBuffer.wrap(ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer());
        }

        @Override
        void overwrite(IoBuffer buffer) {
            // nobody could
        }
    },
    SLICED {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            byte[] padded = new byte[bytes.length + 10];
            System.arraycopy(bytes, 0, padded, 7, bytes.length);
            return IoBuffer.wrap(ByteBuffer.wrap(padded, 7, bytes.length).slice());
        }
    },
    /** Neither position nor limit at the array's ends. */
    OFFSET {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            byte[] padded = new byte[bytes.length + 10];
            System.arraycopy(bytes, 0, padded, 3, bytes.length);
            return IoBuffer.wrap(padded, 3, bytes.length);
        }
    },
    LITTLE_ENDIAN {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            return HEAP.bufferOf(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    },
    AUTO_EXPANDING {
        @Override
        IoBuffer bufferOf(byte[] bytes) {
            return IoBuffer.allocate(1).setAutoExpand(true).put(bytes).flip();
        }
    };

    abstract IoBuffer bufferOf(byte[] bytes);

    /** What a caching allocator does to a buffer that it gave out once more. */
    void overwrite(IoBuffer buffer) {
        buffer.clear();
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0xEE);
        }
    }
}
