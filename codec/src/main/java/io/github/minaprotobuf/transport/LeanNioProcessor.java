package io.github.minaprotobuf.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.util.ExceptionMonitor;

/**
 * MINA's I/O processor for TCP, with fewer system calls, with read buffers of its own, and with an I/O thread that
 * outlives the errors of handlers and filters.
 *
 * <pre>{@code
 * IoProcessor<NioSession> processors = new SimpleIoProcessorPool<>(LeanNioProcessor.class, 1); // I/O threads
 * NioSocketAcceptor acceptor = new NioSocketAcceptor(processors);
 * ...
 * acceptor.dispose(true);
 * processors.dispose(); // MINA disposes of those that it made itself only
 * }</pre>
 *
 * <p><b>System calls.</b> Three for a request and its reply, where MINA makes seven:
 *
 * <ul>
 *   <li>A reply that is written while a read is being handled does not wake the selector up: the processor sends all
 *       replies anyway, once it has handled all reads. (MINA: a write to the wake-up descriptor, a select that returns at
 *       once, a read of the descriptor.)
 *   <li>A read that did not fill its buffer has emptied the socket, so it is not tried again. (MINA: a read that returns
 *       nothing.) What comes in between is read on the next pass.
 * </ul>
 *
 * <p><b>Read buffers.</b> A read takes at most the session's {@code maxReadBufferSize}, and at most 512 KiB; MINA's other
 * two sizes of read buffers are not used. A processor reads into direct memory of its own, as much as the largest read
 * may take, and uses it again when the filter chain has freed the read buffer, as codec filters do ({@link
 * IoBuffer#free}). So reads allocate and clear no memory, and the process-wide {@code IoBuffer.setAllocator} and {@code
 * IoBuffer.setUseDirectBuffer} need not be touched for them.
 *
 * <ul>
 *   <li>The memory of a read buffer that is not freed before {@code messageReceived} returns to the processor, or of which
 *       a slice, a duplicate or another view was made, is never used again: whoever keeps it may read it for ever, on any
 *       thread. From then on, that session gets copies of what was read, by {@code IoBuffer.allocate}.
 *   <li>A read buffer that was freed, and the {@code ByteBuffer} behind it, must not be read any more, as ever. To free it
 *       late, twice or on another thread does no harm.
 *   <li>It may be direct: ask {@code hasArray()} before {@code array()}. Its {@code capacity()} is more than its {@code
 *       limit()} when the read took all that the socket had.
 * </ul>
 *
 * <p><b>Fairness.</b> Sessions that have bytes at the same time share what a pass reads, 128 KiB, but 4 KiB each at
 * least; down to 64 bytes where a pass takes long, as with the smallest frames. So a request waits for some bytes of each
 * of the others, not for all that each can send. (MINA: a whole read buffer of each.) A session whose handler goes on writing as its writes leave has its turn again after all others. And since the
 * end of a long frame can take long to parse, sessions of a {@link ProtobufAcceptor} that are inside a frame have every
 * other pass, and others get their replies in between: they wait for one such frame, not for one of each.
 *
 * <p><b>Errors.</b> When a handler or a filter throws an {@code Error}, MINA's filter chain tells {@code exceptionCaught} of
 * it, once for each filter on its way, and throws it on; MINA's own I/O thread then ends, and nobody is told that none of
 * its sessions is served any more. Here the I/O thread goes on, and all sessions with it:
 *
 * <ul>
 *   <li>Out of {@code messageReceived}, every {@code Error} is done with once {@code exceptionCaught} has been told,
 *       {@code OutOfMemoryError} too: what one message asked for and did not get is free again. Whether the session can go
 *       on is the handler's to decide, as it is with exceptions.
 *   <li>When there is no memory for a read itself, {@code exceptionCaught} is told and the session is closed, as when the
 *       read fails.
 *   <li>Out of any other event ({@code sessionOpened}, {@code messageSent}, ...), the same holds, but for
 *       {@code OutOfMemoryError}: there, it can be the I/O thread's own. It ends the thread, with a call of its
 *       {@code UncaughtExceptionHandler}; a process should end then, and be started again. So does an error that keeps
 *       the thread from asking the selector.
 * </ul>
 */
public final class LeanNioProcessor extends NioProcessor {

    /** Of one session, in bytes. More makes no difference that can be measured. */
    private static final int MAX_READ = 512 << 10;

    /** Of one session. Each is 64 KiB, where there is so much. */
    private static final int MAX_WRITES_IN_A_ROW = 2;

    private final ReadMemory memory = new ReadMemory();
    private final PassShare share = new PassShare();
    private final Turns turns = new Turns(LeanNioProcessor::isInsideFrame);

    /** Only the processor's own thread changes these. */
    private volatile Thread handlingReads;

    private boolean writing;
    private int mostOfOneRead;
    private NioSession sending;
    private int writesInARow;
    private boolean inPass;

    /**
     * A processor whose thread comes from this executor. {@code SimpleIoProcessorPool} calls this.
     *
     * @param executor runs the I/O thread for as long as there are sessions
     * @throws IllegalArgumentException when {@code executor} is null
     */
    public LeanNioProcessor(Executor executor) {
        this(new LoopExecutor(executor));
    }

    private LeanNioProcessor(LoopExecutor executor) {
        super(executor);
        executor.processor = this;
    }

    @Override
    protected int select(long timeout) throws Exception {
        handlingReads = null; // also after a pass that an error broke off
        sending = null;
        share.end(System.nanoTime());
        super.select(timeout);
        inPass = true;
        // Together with those of such a pass: the selector does not count them again.
        int selected = selector.selectedKeys().size();
        share.begin(selected, System.nanoTime());
        if (selected > 1) {
            mostOfOneRead = share.bytes();
        } else {
            mostOfOneRead = MAX_READ;
            turns.forget();
        }
        return selected;
    }

    @Override
    protected Iterator<NioSession> selectedSessions() {
        Set<SelectionKey> selected = selector.selectedKeys();
        Iterator<NioSession> sessions = selected.size() == 1 ? super.selectedSessions() : turns.next(selected);
        handlingReads = Thread.currentThread();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (sessions.hasNext()) {
                    return true;
                }
                handlingReads = null;
                if (!selected.isEmpty()) {
                    LeanNioProcessor.super.wakeup(); // the selector waits for changes, and these are as they were
                }
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

    /** MINA asks this just before a read of its own, which allocates a buffer. So the read is made here. */
    @Override
    protected boolean isReadable(NioSession session) {
        if (super.isReadable(session) && !session.isReadSuspended()) {
            readFrom(session);
        }
        return false;
    }

    private void readFrom(NioSession session) {
        IoFilterChain chain = session.getFilterChain();
        try {
            IoBuffer room = memory.room(Math.min(readLimit(session), mostOfOneRead));
            int length = read(session, room);
            if (length > 0) {
                handOn(session, memory.lend(session, room));
            } else if (length < 0) {
                chain.fireInputClosed();
            }
        } catch (IOException | Error e) { // the connection is broken, or what was read may be lost
            remove(session);
            chain.fireExceptionCaught(e);
        } catch (Exception e) {
            chain.fireExceptionCaught(e);
        }
    }

    private static boolean isInsideFrame(NioSession session) {
        return session.getService() instanceof ProtobufAcceptor acceptor && acceptor.isInsideFrame(session);
    }

    private static int readLimit(NioSession session) {
        int configured = session.getConfig().getMaxReadBufferSize();
        return session.getService() instanceof ProtobufAcceptor acceptor
                ? Math.min(configured, acceptor.readLimit())
                : configured;
    }

    @SuppressWarnings("EmptyCatch") // the chain has told exceptionCaught
    private void handOn(NioSession session, IoBuffer read) {
        try {
            session.getFilterChain().fireMessageReceived(read);
        } catch (Error e) {
            // else it would end this thread
        } finally {
            memory.takeBack(session, read);
        }
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

    /**
     * A session whose writes make room for more writes could go on for as long as its read lasts, while others wait. So it
     * is told that its socket is full, and has its next turn after all others.
     */
    @Override
    protected int write(NioSession session, IoBuffer buffer, int length) throws IOException {
        writesInARow = session.equals(sending) ? writesInARow + 1 : 1;
        sending = session;
        return writesInARow > MAX_WRITES_IN_A_ROW ? 0 : super.write(session, buffer, length);
    }

    @Override
    protected void wakeup() {
        if (handlingReads != Thread.currentThread() || !writing) {
            super.wakeup();
        }
    }

    /** The I/O thread. MINA keeps what its loop knows in the processor, so the loop can be run again. */
    private void run(Runnable loop) {
        for (; ; ) {
            try {
                loop.run();
                return;
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Error e) {
                if (!inPass) {
                    throw e; // it comes from the selector, and would come again
                }
                // In an exception: MINA's own monitor logs that, and throws errors on.
                ExceptionMonitor.getInstance()
                        .exceptionCaught(new IllegalStateException("an error broke off a pass of an I/O thread", e));
                prepareNextPass();
            }
        }
    }

    private void prepareNextPass() {
        inPass = false;
        if (sending != null) {
            flush(sending); // it may have more to send, which MINA has forgotten
        }
        super.wakeup(); // there may be other work that this pass has not come to
    }

    /** Gives the I/O thread's loop to {@link #run}. */
    private static final class LoopExecutor implements Executor {
        private final Executor threads;
        private LeanNioProcessor processor;

        LoopExecutor(Executor threads) {
            if (threads == null) {
                throw new IllegalArgumentException("executor is null");
            }
            this.threads = threads;
        }

        @Override
        public void execute(Runnable loop) {
            threads.execute(() -> processor.run(loop));
        }
    }
}
