package io.github.minaprotobuf.filter;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.filter.ssl.SslFilter;
import org.apache.mina.transport.socket.SocketSessionConfig;
import org.apache.mina.transport.socket.nio.NioSession;

/** How far one session has come on its way to an orderly end; {@link OrderlyCloseFilter} tells it what happens. Any thread. */
final class OrderlyEnd {

    static final int PATIENCE_SECONDS = 2;
    static final int HANDSHAKE_PATIENCE_SECONDS = 5;

    private static final long PATIENCE_NANOS = PATIENCE_SECONDS * 1_000_000_000L;

    private enum Stage {
        /** As ever. */
        OPEN,
        /** Reads no more, and waits until the last write has left. */
        WRITING,
        /** Sends TLS's goodbye. */
        GOODBYE,
        /** Has ended this side of the stream, and waits until the peer ends the other. */
        ENDED
    }

    private final IoSession session;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
    private final AtomicReference<WriteFuture> lastWrite = new AtomicReference<>();
    private volatile boolean inputClosed;
    private volatile boolean leftTls;
    private volatile long deadline;

    OrderlyEnd(IoSession session) {
        this.session = session;
    }

    boolean isInputClosed() {
        return inputClosed;
    }

    boolean waitsForPeer() {
        return stage.get() == Stage.ENDED;
    }

    /** Whether a write may still leave; if so, the end waits for it. */
    boolean admits(WriteRequest request) {
        lastWrite.setRelease(request.getFuture()); // not volatile: that would be a fence for each write
        return stage.getAcquire().compareTo(Stage.WRITING) <= 0;
    }

    void begin() {
        WriteBackpressureFilter.suspendRead(session);
        if (stage.compareAndSet(Stage.OPEN, Stage.WRITING)) {
            onceHandled(this::goodbyeAfterLastWrite);
        }
    }

    /** At once, or when all executors of the chain have handled what they have queued for this session. */
    private void onceHandled(Runnable action) {
        IoFilterChain chain = session.getFilterChain();
        if (chain.contains(ExecutorFilter.class)) {
            LastRead marker = new LastRead(action);
            chain.addLast("last-read", marker);
            chain.getNextFilter(OrderlyCloseFilter.class).messageReceived(session, marker);
        } else {
            action.run();
        }
    }

    private void goodbyeAfterLastWrite() {
        WriteFuture write = lastWrite.getAcquire();
        if (write == null) {
            sayGoodbye();
        } else {
            write.addListener(done -> {
                if (lastWrite.getAcquire() == write) {
                    sayGoodbye();
                } else {
                    goodbyeAfterLastWrite(); // another came meanwhile
                }
            });
        }
    }

    private void sayGoodbye() {
        if (!stage.compareAndSet(Stage.WRITING, Stage.GOODBYE)) {
            return;
        }
        try {
            IoFilterChain chain = session.getFilterChain();
            if (chain.contains(SslFilter.class)) {
                leftTls = true;
                chain.remove(SslFilter.class); // which writes its goodbye
            }
            if (session instanceof NioSession && session.getConfig() instanceof SocketSessionConfig) {
                chain.getNextFilter(OrderlyCloseFilter.class)
                        .filterWrite(session, new DefaultWriteRequest(new EndOfOutput()));
            } else {
                session.closeOnFlush();
            }
        } catch (RuntimeException e) { // the session was closed just now, and its chain is empty; or TLS cannot end
            session.closeNow();
        }
    }

    /** TLS will send none of what waits. */
    void tlsFailed() {
        WriteBackpressureFilter.suspendRead(session);
        if (stage.compareAndSet(Stage.OPEN, Stage.WRITING) || stage.get() == Stage.WRITING) {
            sayGoodbye();
        }
    }

    /** What the application has written, of what was sent: records of TLS that come past its filter are unwrapped. */
    Optional<WriteRequest> sent(WriteRequest request) {
        if (request.getMessage() instanceof EndOfOutput) {
            ended();
            return Optional.empty();
        }
        if (!leftTls) {
            return Optional.of(request);
        }
        WriteRequest original = request.getOriginalRequest();
        return original == request ? Optional.empty() : Optional.of(original);
    }

    /** This side of the stream has ended. */
    private void ended() {
        deadline = System.nanoTime() + PATIENCE_NANOS;
        stage.set(Stage.ENDED);
        if (inputClosed) {
            session.closeNow();
        } else {
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, PATIENCE_SECONDS);
            WriteBackpressureFilter.resumeRead(session);
        }
    }

    /** Whether what was read is for the application. What comes after the end is thrown away, for a while. */
    boolean wantsReads() {
        if (stage.getAcquire() != Stage.ENDED) {
            return true;
        }
        if (System.nanoTime() - deadline > 0) {
            session.closeNow();
        }
        return false;
    }

    void inputClosed() {
        inputClosed = true;
        if (waitsForPeer()) {
            session.closeNow();
        } else if (TlsFilter.isInHandshake(session)) {
            // A thread of TLS's own may still work on what came last, and end the handshake, or send an alert that
            // tells
            // the peer why not. When the peer sent too little for either, nothing comes any more.
            WriteBackpressureFilter.suspendRead(session); // else the end of the stream is read again and again
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, HANDSHAKE_PATIENCE_SECONDS);
        } else {
            begin();
        }
    }

    void handshakeDone() {
        if (inputClosed) {
            int ofOthers = session.getService().getSessionConfig().getIdleTime(IdleStatus.BOTH_IDLE);
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, ofOthers);
            begin();
        }
    }

    /** At the end of the chain, and what goes through it: when this arrives, all that was read before has been handled. */
    private static final class LastRead extends IoFilterAdapter {
        private final Runnable action;

        LastRead(Runnable action) {
            this.action = action;
        }

        @Override
        public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
            if (message == this) {
                action.run();
            } else {
                nextFilter.messageReceived(session, message);
            }
        }
    }
}
