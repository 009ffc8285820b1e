package io.github.minaprotobuf.filter;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.ssl.EncryptedWriteRequest;
import org.apache.mina.filter.ssl.SslFilter;

/** What {@link TlsFilter} keeps of a session: what is not encrypted or not decrypted yet, and what it answers by itself. */
final class TlsSession {

    /** Where the chain has no {@link WriteBackpressureFilter} to say how much may wait. */
    private static final WriteMarks MARKS_OF_TLS = new WriteMarks(64 << 10, 32 << 10, new WriteBudget(Long.MAX_VALUE));

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * Of each KeyUpdate, the JDK keeps some 5 bytes until the session's end (17: it adds them to the hash of a handshake that
     * is over), so this many weigh as much as the session itself. At one a minute they last for a week.
     */
    private static final int MOST_RECORDS_WITHOUT_DATA = 10_000;

    private static final String WITHOUT_RENEGOTIATION = "TLSv1.3";

    /** Where records of the peer are decrypted: {@code SslFilter.messageReceived}. */
    interface Decryption {
        void decrypt(NextFilter nextFilter, IoSession session, IoBuffer records) throws Exception;
    }

    /** Where a record is acknowledged: {@code SslFilter.messageSent}. */
    interface Acknowledgement {
        void messageSent(NextFilter nextFilter, IoSession session, WriteRequest record) throws Exception;
    }

    private final AbstractIoSession session;
    private final Acknowledgement acknowledgement;
    private final HeldWrites writes;
    private final UndecryptedRead read;
    private final AtomicInteger recordsWithoutData = new AtomicInteger();
    private final AtomicBoolean refused = new AtomicBoolean();
    private volatile SSLEngine engine;

    TlsSession(
            AbstractIoSession session,
            Decryption decryption,
            HeldWrites.Encryption encryption,
            Acknowledgement acknowledgement,
            Executor executor) {
        this.session = session;
        this.acknowledgement = acknowledgement;
        this.writes = new HeldWrites(session, (next, unused, plain) -> encrypt(encryption, recordsTo(next), plain));
        this.read = new UndecryptedRead(
                session,
                (next, records, ended) -> {
                    decryption.decrypt(recordsTo(next), session, records);
                    requireData(next, ended);
                },
                () -> TlsFilter.isIn(session) && !refused.get(),
                this::isTaskAtWork,
                executor);
        session.getCloseFuture().addListener(closed -> writes.close());
    }

    void connectBy(SSLEngine own) {
        engine = own;
    }

    /** Whether the handshake waits for a thread that computes. */
    private boolean isTaskAtWork() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
    }

    /** {@code SslFilter} has done something. */
    void proceeded(NextFilter nextFilter) {
        read.taskMayBeDone(nextFilter);
        writes.send(nextFilter);
    }

    void read(NextFilter nextFilter, IoBuffer records) throws Exception {
        read.add(nextFilter, records);
    }

    void write(NextFilter nextFilter, WriteRequest request) {
        writes.add(nextFilter, request);
    }

    private void encrypt(HeldWrites.Encryption encryption, NextFilter records, WriteRequest plain) throws Exception {
        synchronized (TlsFilter.lockOf(session)) {
            writeKeyUpdate(records);
            encryption.filterWrite(records, session, plain);
        }
    }

    /**
     * What the JDK has to write before the next plain text, once a key has encrypted as much as it may ({@code
     * jdk.tls.keyLimits}). {@code SslFilter} would write the bytes behind that record, and keep the plain text.
     */
    private void writeKeyUpdate(NextFilter records) throws SSLException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !mayRenegotiate()) {
            IoBuffer record = IoBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(NOTHING, record.buf());
            records.filterWrite(session, new EncryptedWriteRequest(record.flip(), null));
        }
    }

    /** {@return the chain as {@code SslFilter} is to see it, so that each record passes by here} */
    NextFilter recordsTo(NextFilter nextFilter) {
        return new TlsRecords(nextFilter, this);
    }

    /** Hands a record down the chain, unless it answers a renegotiation. */
    void handDown(NextFilter nextFilter, NextFilter records, WriteRequest encrypted) {
        if (encrypted.getOriginalRequest() != encrypted || writes.areEncryptedByThisThread()) {
            TlsRecord record = TlsRecord.ofApplication(encrypted);
            writes.goesOut(record); // WriteBackpressureFilter counts it, further up
            nextFilter.filterWrite(session, record);
            acknowledge(records, encrypted);
        } else if (isRenegotiating()) {
            refuse(nextFilter, "the peer asks for a renegotiation, which is off");
        } else {
            nextFilter.filterWrite(session, TlsRecord.ofTls(encrypted));
            ReadSwitch.of(session).writtenBelow(marks());
        }
    }

    /** So that {@code SslFilter} keeps neither the request nor its buffer. How many may wait is seen to here. */
    private void acknowledge(NextFilter records, WriteRequest encrypted) {
        try {
            acknowledgement.messageSent(records, session, encrypted);
        } catch (Exception e) { // as MINA's chain has it
            session.getFilterChain().fireExceptionCaught(e);
        }
    }

    /** A record has left. */
    void sent(NextFilter nextFilter, TlsRecord record) {
        if (record.isOfApplication()) {
            writes.hasLeft(record);
            writes.send(nextFilter);
        } else {
            ReadSwitch.of(session).leftBelow(marks(), nextFilter);
        }
    }

    private boolean isRenegotiating() {
        return session.containsAttribute(SslFilter.SSL_SECURED)
                && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                && !engine.isOutboundDone()
                && mayRenegotiate();
    }

    private boolean mayRenegotiate() {
        return !engine.getSession().getProtocol().equals(WITHOUT_RENEGOTIATION);
    }

    /** A record of the peer held data: one, as {@code SslFilter} hands on each by itself. */
    void dataCame() {
        recordsWithoutData.decrementAndGet();
    }

    private void requireData(NextFilter nextFilter, int recordsEnded) {
        int without = recordsWithoutData.addAndGet(recordsEnded);
        if (without > MOST_RECORDS_WITHOUT_DATA) {
            refuse(
                    nextFilter,
                    "the peer has sent " + without + " records without data, as KeyUpdates; at most "
                            + MOST_RECORDS_WITHOUT_DATA + " may come, since each costs memory until the session's end");
        }
    }

    private void refuse(NextFilter nextFilter, String reason) {
        if (refused.getAndSet(true)) {
            return;
        }
        nextFilter.exceptionCaught(session, new SSLException(reason));
        if (!session.getFilterChain().contains(OrderlyCloseFilter.class)) {
            session.closeNow();
        }
    }

    private WriteMarks marks() {
        IoFilter backpressure = session.getFilterChain().get(WriteBackpressureFilter.class);
        return backpressure == null ? MARKS_OF_TLS : ((WriteBackpressureFilter) backpressure).marks();
    }
}
