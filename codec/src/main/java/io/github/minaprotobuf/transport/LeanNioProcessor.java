package io.github.minaprotobuf.transport;

import java.util.Iterator;
import java.util.concurrent.Executor;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * MINA's I/O processor without the system calls that tell it nothing, three for each request and reply where it makes
 * seven, and with a pass that stays short.
 *
 * <ul>
 *   <li>A reply that is written while a read is being handled does not wake the selector up: the processor sends all
 *       replies anyway, once it has handled all reads. (MINA: a write to the wake-up descriptor, a select that returns at
 *       once, a read of the descriptor.)
 *   <li>A read that did not fill its buffer has emptied the socket, so it is not tried again. (MINA: a read that returns
 *       nothing.) What comes in between is read on the next pass.
 *   <li>Sessions that have bytes at the same time share what a pass reads, so that a request waits for some bytes of each
 *       of the others, not for all that each can send. (MINA: a whole read buffer of each.)
 * </ul>
 */
public final class LeanNioProcessor extends NioProcessor {

    /** Of all sessions together, in bytes, when there is more than one. */
    private static final int READ_IN_A_PASS = 128 << 10;

    private static final int LEAST_SHARE = 4 << 10; // with less, the system calls cost more than what they bring

    /** Only the processor's own thread changes these. */
    private volatile Thread handlingReads;

    private boolean writing;
    private int share;

    /** The constructor that MINA's {@code SimpleIoProcessorPool} looks for. */
    public LeanNioProcessor(Executor executor) {
        super(executor);
    }

    @Override
    protected int read(NioSession session, IoBuffer buffer) throws Exception {
        boolean emptied = buffer.position() > 0;
        return emptied ? 0 : super.read(session, buffer);
    }

    @Override
    protected int select(long timeout) throws Exception {
        handlingReads = null; // also after a pass that an exception broke off
        int selected = super.select(timeout);
        share = selected > 1 ? shareOf(selected) : Integer.MAX_VALUE;
        return selected;
    }

    /** A power of two, as allocators that keep buffers round up to one. */
    private static int shareOf(int sessions) {
        return Math.max(LEAST_SHARE, Integer.highestOneBit(READ_IN_A_PASS / sessions));
    }

    @Override
    protected Iterator<NioSession> selectedSessions() {
        Iterator<NioSession> sessions = super.selectedSessions();
        handlingReads = Thread.currentThread();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (sessions.hasNext()) {
                    return true;
                }
                handlingReads = null;
                return false;
            }

            @Override
            public NioSession next() {
                NioSession session = sessions.next();
                if (session.getConfig().getReadBufferSize() > share) {
                    session.getConfig().setReadBufferSize(share); // MINA doubles it again when a read has filled it
                }
                return session;
            }

            @Override
            public void remove() {
                sessions.remove();
            }
        };
    }

    @Override
    public void write(NioSession session, WriteRequest request) {
        if (handlingReads != Thread.currentThread()) {
            super.write(session, request);
            return;
        }
        writing = true;
        try {
            super.write(session, request);
        } finally {
            writing = false;
        }
    }

    @Override
    protected void wakeup() {
        if (handlingReads != Thread.currentThread() || !writing) {
            super.wakeup();
        }
    }
}
