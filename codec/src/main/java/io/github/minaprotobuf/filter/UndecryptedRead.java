package io.github.minaprotobuf.filter;

import java.nio.ByteBuffer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.IoSession;

/**
 * What TLS decrypts of a session, a slice at a time, and the rest of a read that waits while reads are held. One thread
 * decrypts at a time; what another brings meanwhile comes after. Any thread.
 */
final class UndecryptedRead {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Where a slice goes. It is taken whole. */
    interface Decryption {
        void decrypt(NextFilter nextFilter, IoSession session, IoBuffer slice) throws Exception;
    }

    private final IoSession session;
    private final Decryption decryption;
    private final ReadSwitch reads;
    private final RecordSlices slices = new RecordSlices();
    private ByteBuffer rest = NOTHING;
    private boolean decrypting;

    UndecryptedRead(IoSession session, Decryption decryption) {
        this.session = session;
        this.decryption = decryption;
        this.reads = ReadSwitch.of(session);
    }

    /** Decrypts a read, as far as reads are not held. */
    void add(NextFilter nextFilter, IoBuffer read) throws Exception {
        if (!isBehindOthers(read)) {
            decrypt(nextFilter, read);
        }
    }

    /** Decrypts what waits. */
    private void goOn(NextFilter nextFilter) {
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
        while (read.position() < end && !reads.isHeld() && isWanted()) {
            read.limit(slices.endOfNext(read.buf()));
            decryption.decrypt(nextFilter, session, read);
            read.limit(end);
        }
    }

    /** Once the filter has left the chain in the middle of a read, the rest is of no interest. */
    private boolean isWanted() {
        return TlsFilter.isIn(session);
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
        if (decrypting || !rest.hasRemaining()) {
            return null;
        }
        decrypting = true;
        return takeRest();
    }

    /** What to decrypt next, after as much of a read as could be; null for nothing now. */
    private synchronized IoBuffer next(NextFilter nextFilter, IoBuffer read) {
        boolean wanted = isWanted();
        if (wanted && read.hasRemaining()) {
            if (!reads.isHeld()) { // let go just now
                return read;
            }
            keep(concatenate(read.buf(), rest));
            reads.whenLetGo(() -> goOn(nextFilter));
        } else if (wanted && rest.hasRemaining()) {
            return takeRest();
        }
        decrypting = false;
        return null;
    }

    private synchronized void stop() {
        decrypting = false;
        keep(NOTHING);
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
