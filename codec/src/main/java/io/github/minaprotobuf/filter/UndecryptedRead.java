package io.github.minaprotobuf.filter;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.IoSession;

/**
 * What TLS decrypts of a session, a slice at a time, and the rest of a read that waits while reads are held, or while a task
 * of the handshake is at work. One thread decrypts at a time; what another brings meanwhile comes after. Any thread.
 */
final class UndecryptedRead {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * Slices that {@code SslFilter} is given while a task of the handshake is at work. It keeps them until that is done, and
     * then calls itself for each record of them, in a thread whose stack they could fill. Its records come within these.
     */
    private static final int MOST_SLICES_BESIDE_TASK = 16;

    /** Where a slice goes, in which so many records end. It is taken whole. */
    interface Receiver {
        void take(NextFilter nextFilter, IoBuffer slice, int recordsEnded) throws Exception;
    }

    private final IoSession session;
    private final Receiver receiver;
    private final ReadSwitch reads;
    private final BooleanSupplier wanted;
    private final BooleanSupplier taskIsAtWork;
    private final Executor executor;
    private final RecordSlices slices = new RecordSlices();
    private int slicesBesideTask;
    private volatile boolean awaitsTask;
    private ByteBuffer rest = NOTHING;
    private boolean decrypting;

    /**
     * @param wanted whether more is to be decrypted at all; if not, the rest of a read is dropped
     * @param executor for what cannot be done where it is noticed
     */
    UndecryptedRead(
            IoSession session,
            Receiver receiver,
            BooleanSupplier wanted,
            BooleanSupplier taskIsAtWork,
            Executor executor) {
        this.session = session;
        this.receiver = receiver;
        this.wanted = wanted;
        this.taskIsAtWork = taskIsAtWork;
        this.executor = executor;
        this.reads = ReadSwitch.of(session);
    }

    /** Decrypts a read, as far as reads are not held. */
    void add(NextFilter nextFilter, IoBuffer read) throws Exception {
        if (!isBehindOthers(read)) {
            decrypt(nextFilter, read);
        }
    }

    /** To be called when a task of the handshake may be done: {@code SslFilter} has written something, or tells an event. */
    void taskMayBeDone(NextFilter nextFilter) {
        if (awaitsTask && !taskIsAtWork.getAsBoolean()) {
            goOn(nextFilter);
        }
    }

    /** Decrypts what waits, but not while {@code SslFilter} is at work in this thread: it would drop what it is given. */
    private void goOn(NextFilter nextFilter) {
        if (TlsFilter.isAtWorkInThisThread(session)) {
            reads.suspendForRest(true); // or the end of the stream could come before what was read
            executor.execute(() -> decryptWaiting(nextFilter));
        } else {
            decryptWaiting(nextFilter);
        }
    }

    private void decryptWaiting(NextFilter nextFilter) {
        IoBuffer waiting = takeUnlessDecrypting();
        if (waiting != null) {
            try {
                decrypt(nextFilter, waiting);
            } catch (Exception e) { // as MINA's chain has it
                session.getFilterChain().fireExceptionCaught(e);
            }
        }
    }

    private void decrypt(NextFilter nextFilter, IoBuffer first) throws Exception {
        IoBuffer read = first;
        try {
            while (read != null) {
                decryptUntilHeld(nextFilter, read);
                read = next(nextFilter, read);
            }
        } catch (Exception | Error e) {
            stop();
            throw e;
        }
    }

    private void decryptUntilHeld(NextFilter nextFilter, IoBuffer read) throws Exception {
        int end = read.limit();
        while (read.position() < end && !waits() && wanted.getAsBoolean()) {
            read.limit(slices.endOfNext(read.buf()));
            receiver.take(nextFilter, read, slices.recordsEnded());
            read.limit(end);
            slicesBesideTask = taskIsAtWork.getAsBoolean() ? slicesBesideTask + 1 : 0;
        }
    }

    private boolean waits() {
        return reads.isHeld() || waitsForTask();
    }

    private boolean waitsForTask() {
        return slicesBesideTask >= MOST_SLICES_BESIDE_TASK && taskIsAtWork.getAsBoolean();
    }

    private synchronized boolean isBehindOthers(IoBuffer read) {
        if (!decrypting && !rest.hasRemaining()) {
            decrypting = true;
            return false;
        }
        keep(concatenate(rest, read.buf()));
        return true;
    }

    private synchronized IoBuffer takeUnlessDecrypting() {
        if (decrypting) {
            return null;
        }
        if (!rest.hasRemaining()) {
            reads.suspendForRest(false);
            return null;
        }
        decrypting = true;
        awaitsTask = false;
        return takeRest();
    }

    /** What to decrypt next, after as much of a read as could be; null for nothing now. */
    private synchronized IoBuffer next(NextFilter nextFilter, IoBuffer read) {
        boolean goesOn = wanted.getAsBoolean();
        if (goesOn && read.hasRemaining()) {
            awaitsTask = true; // first, so that a task that ends just now tells
            awaitsTask = waitsForTask();
            if (!awaitsTask && !reads.isHeld()) { // let go just now
                return read;
            }
            keep(concatenate(read.buf(), rest));
            reads.whenLetGo(() -> goOn(nextFilter));
        } else if (goesOn && rest.hasRemaining()) {
            return takeRest();
        }
        decrypting = false;
        reads.suspendForRest(awaitsTask);
        return null;
    }

    private synchronized void stop() {
        decrypting = false;
        keep(NOTHING);
        reads.suspendForRest(false);
    }

    private IoBuffer takeRest() {
        IoBuffer taken = IoBuffer.wrap(rest);
        keep(NOTHING);
        return taken;
    }

    private void keep(ByteBuffer bytes) {
        rest = bytes;
        reads.countRead(bytes.capacity());
    }

    private static ByteBuffer concatenate(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
