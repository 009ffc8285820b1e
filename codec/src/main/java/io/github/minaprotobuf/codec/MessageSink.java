package io.github.minaprotobuf.codec;

import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.AbstractProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolCodecSession;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/** Where the decoder hands the messages of one call, and who the decoder works for. */
interface MessageSink {

    void accept(Object message);

    /** Whether the decoder goes on with the bytes that remain. Asked after a message, and only when bytes remain. */
    boolean wantsMore();

    /** The filter that the decoder works for; null when that cannot be told. */
    IoFilter owner();

    /** The sink for whoever calls the decoder through MINA's interface. */
    static MessageSink of(IoSession session, ProtocolDecoderOutput out) {
        // A ProtocolCodecSession has such a queue as well, but of its own.
        return out instanceof AbstractProtocolDecoderOutput && !(session instanceof ProtocolCodecSession)
                ? new OneMessage(session, out)
                : new AllMessages(session, out);
    }

    /**
     * Of MINA's filter, which calls again while bytes remain. Its output queue belongs to the thread and not to the session:
     * what waited there while a handler runs would reach the handler of whatever session that one writes to in the same
     * thread (an in-VM pipe), or pass by a second codec of the chain. So there is never more than one message in it.
     */
    final class OneMessage implements MessageSink {
        private final IoSession session;
        private final ProtocolDecoderOutput out;
        private boolean full;

        private OneMessage(IoSession session, ProtocolDecoderOutput out) {
            this.session = session;
            this.out = out;
        }

        @Override
        public void accept(Object message) {
            out.write(message);
            full = true;
        }

        @Override
        public boolean wantsMore() {
            return !full;
        }

        @Override
        public IoFilter owner() {
            return onlyCodecFilterOf(session);
        }
    }

    /** Of a caller with an output of its own. */
    record AllMessages(IoSession session, ProtocolDecoderOutput out) implements MessageSink {

        @Override
        public void accept(Object message) {
            out.write(message);
        }

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public IoFilter owner() {
            return onlyCodecFilterOf(session);
        }
    }

    /** MINA's filter does not say that it is the caller; where it is alone in the chain, it must be. */
    private static IoFilter onlyCodecFilterOf(IoSession session) {
        IoFilter only = null;
        for (var entry : session.getFilterChain().getAll()) {
            if (entry.getFilter() instanceof ProtocolCodecFilter filter) {
                if (only != null) {
                    return null;
                }
                only = filter;
            }
        }
        return only;
    }
}
