package io.github.minaprotobuf.transport;

import java.nio.ByteBuffer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * The memory that an I/O thread reads into, read after read. What was read is lent to the session's filter chain; of a
 * chain that has once kept it, to free it late or never, later reads are copied. That thread alone uses this.
 */
final class ReadMemory {

    /** There when a session has kept what was lent. */
    private static final AttributeKey KEEPS = new AttributeKey(ReadMemory.class, "keeps");

    /** All that nobody has kept. */
    private ByteBuffer memory = ByteBuffer.allocate(0);

    /** {@return room to read at most that many bytes into, and half of them at least} The next call gives the same. */
    IoBuffer room(int bytes) {
        if (2 * memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        return IoBuffer.wrap(memory.slice(0, Math.min(bytes, memory.capacity())));
    }

    /**
     * {@return what was read into the room, for the session's chain} It has room left if the other has. There must be no
     * other read until {@link #takeBack}.
     */
    IoBuffer lend(IoSession session, IoBuffer room) {
        int capacity = room.hasRemaining() ? room.position() + 1 : room.position();
        room.flip();
        if (session.containsAttribute(KEEPS)) {
            return IoBuffer.allocate(capacity).put(room).flip();
        }
        return new ReadBuffer(memory.slice(0, capacity).limit(room.limit()));
    }

    /** When the chain has returned. */
    void takeBack(IoSession session, IoBuffer buffer) {
        if (buffer instanceof ReadBuffer lent && !lent.isFreed()) {
            int kept = lent.memoryBytes();
            memory = memory.slice(kept, memory.capacity() - kept);
            session.setAttribute(KEEPS);
        }
    }
}
