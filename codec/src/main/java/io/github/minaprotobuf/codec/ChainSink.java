package io.github.minaprotobuf.codec;

import java.util.List;
import java.util.Optional;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;

/**
 * Of {@link ProtobufCodecFilter}, for one read: messages go straight to the next filter, as long as the codec's filter
 * stays in its place of the chain. A handler may take it away with any message.
 */
record ChainSink(ProtobufCodecFilter filter, NextFilter nextFilter, IoSession session) implements MessageSink {

    @Override
    public void accept(Object message) {
        try {
            nextFilter.messageReceived(session, message);
        } catch (Error e) {
            ProtobufCodecFilter.endOf(e, session);
        }
    }

    void fail(Throwable cause) {
        nextFilter.exceptionCaught(session, cause);
    }

    @Override
    public boolean wantsMore() {
        return isInPlace() && !filter.stops(session);
    }

    /** Whether the codec's filter is still where it was in the chain. */
    boolean isInPlace() {
        IoFilterChain.Entry entry = session.getFilterChain().getEntry((IoFilter) filter);
        return entry != null && entry.getNextFilter() == nextFilter;
    }

    @Override
    public IoFilter owner() {
        return filter;
    }

    /** Hands the rest of the read to what now stands where the codec's filter stood. */
    void passOn(IoBuffer rest) {
        if (session.getCloseFuture().isClosed()) { // and its chain is empty for that reason
            rest.free();
            return;
        }
        Optional<IoFilterChain.Entry> successor = successor();
        if (successor.isEmpty()) {
            accept(rest);
            return;
        }
        try {
            successor.get().getFilter().messageReceived(successor.get().getNextFilter(), session, rest);
        } catch (Exception e) {
            session.getFilterChain().fireExceptionCaught(e);
        } catch (Error e) {
            session.getFilterChain().fireExceptionCaught(e);
            ProtobufCodecFilter.endOf(e, session);
        }
    }

    /** The filter that has replaced the codec's, or that was added where the codec's was removed. */
    private Optional<IoFilterChain.Entry> successor() {
        List<IoFilterChain.Entry> chain = session.getFilterChain().getAll();
        Optional<IoFilterChain.Entry> replacement = chain.stream()
                .filter(entry -> entry.getNextFilter() == nextFilter)
                .findAny();
        return replacement.isPresent()
                ? replacement
                : RemovedFrom.take(session, filter).flatMap(place -> place.next(chain));
    }

    /** Where in a chain a filter stood that was removed: behind this entry, or first of all. */
    record RemovedFrom(Optional<IoFilterChain.Entry> predecessor) {

        /** To be called while the filter is still in the chain. */
        static void remember(IoFilterChain chain, IoFilter filter) {
            IoFilterChain.Entry predecessor = null;
            for (IoFilterChain.Entry entry : chain.getAll()) {
                if (entry.getFilter() == filter) {
                    break;
                }
                predecessor = entry;
            }
            chain.getSession().setAttribute(filter, new RemovedFrom(Optional.ofNullable(predecessor)));
        }

        static Optional<RemovedFrom> take(IoSession session, IoFilter filter) {
            return Optional.ofNullable((RemovedFrom) session.removeAttribute(filter));
        }

        private Optional<IoFilterChain.Entry> next(List<IoFilterChain.Entry> chain) {
            if (predecessor.isPresent() && !chain.contains(predecessor.get())) {
                return Optional.empty();
            }
            int next = predecessor.map(entry -> chain.indexOf(entry) + 1).orElse(0);
            return next < chain.size() ? Optional.of(chain.get(next)) : Optional.empty();
        }
    }
}
