package io.github.minaprotobuf.transport;

import java.nio.ByteBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * The memory that an I/O thread reads into, read after read. It is lent to the filter chains of sessions that free their
 * read buffers; the others get copies. That thread alone uses this.
 */
final class ReadMemory {

    /** Of a session: whether it has freed its read buffers so far. Absent before its first read. */
    private static final AttributeKey FREES = new AttributeKey(ReadMemory.class, "frees");

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer memory = NONE;

    /** {@return room to read that many bytes into} The next call gives the same room. */
    ReadBuffer room(int bytes) {
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        return new ReadBuffer(memory.slice(0, bytes));
    }

    /** {@return what was read, ready for the session's chain} Until {@link #takeBack}, there must be no other read. */
    ReadBuffer lend(IoSession session, ReadBuffer read) {
        return isLent(session) ? read.flipped() : read.copy();
    }

    /** When the chain has returned. */
    void takeBack(IoSession session, ReadBuffer buffer) {
        boolean freed = buffer.isFreed();
        if (!session.containsAttribute(FREES)) {
            session.setAttribute(FREES, freed);
        } else if (!freed && isLent(session)) {
            session.setAttribute(FREES, false); // for good: each change of mind would cost all of the memory
            memory = NONE; // somebody may have kept it
        }
    }

    private static boolean isLent(IoSession session) {
        return Boolean.TRUE.equals(session.getAttribute(FREES));
    }
}
