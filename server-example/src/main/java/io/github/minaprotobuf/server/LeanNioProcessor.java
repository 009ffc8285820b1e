package io.github.minaprotobuf.server;

import java.util.Iterator;
import java.util.concurrent.Executor;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * MINA's I/O processor without the system calls that tell it nothing: three for each request and reply, where it makes
 * seven.
 *
 * <ul>
 *   <li>A reply that is written while a read is being handled does not wake the selector up: the processor sends all
 *       replies anyway, once it has handled all reads. (MINA: a write to the wake-up descriptor, a select that returns at
 *       once, a read of the descriptor.)
 *   <li>A read that did not fill its buffer has emptied the socket, so it is not tried again. (MINA: a read that returns
 *       nothing.) What comes in between is read on the next pass.
 * </ul>
 */
public final class LeanNioProcessor extends NioProcessor {

    /** Only the processor's own thread changes these two. */
    private volatile Thread handlingReads;

    private boolean writing;

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
        return super.select(timeout);
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
                return sessions.next();
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
