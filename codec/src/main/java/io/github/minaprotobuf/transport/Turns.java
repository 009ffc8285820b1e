package io.github.minaprotobuf.transport;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * Which of the sessions that have bytes are served in a pass. The end of a long frame can take an I/O thread a second to
 * parse, and replies leave once all reads of a pass are handled. So sessions that are inside a frame, of which alone such an
 * end can come, have every other pass to themselves, and no more of it than {@value #LONG_TURN_MILLIS} ms and one read.
 * Those that this leaves out are the first of the next such pass. One thread.
 */
final class Turns {

    private static final long LONG_TURN_MILLIS = 50;
    private static final long LONG_TURN_NANOS = LONG_TURN_MILLIS * 1_000_000;

    private final Predicate<NioSession> insideFrame;

    /** Those inside a frame that wait for their turn, the longest waiting first. */
    private final Set<SelectionKey> waiting = new LinkedHashSet<>();

    private boolean othersWereLast;

    Turns(Predicate<NioSession> insideFrame) {
        this.insideFrame = insideFrame;
    }

    /** @param selected loses those that are served; what is in it at the end of the pass has to be asked again at once */
    Iterator<NioSession> next(Set<SelectionKey> selected) {
        waiting.retainAll(selected);
        List<SelectionKey> others = new ArrayList<>(selected.size());
        for (SelectionKey key : selected) {
            if (insideFrame.test(session(key))) {
                waiting.add(key);
            } else {
                waiting.remove(key);
                others.add(key);
            }
        }
        othersWereLast = waiting.isEmpty() || !(others.isEmpty() || othersWereLast);
        return othersWereLast
                ? new Pass(others, selected, Long.MAX_VALUE)
                : new Pass(List.copyOf(waiting), selected, LONG_TURN_NANOS);
    }

    /** To be called when fewer than two sessions have bytes: nothing of a session that ends then may stay here. */
    void forget() {
        waiting.clear();
    }

    private static NioSession session(SelectionKey key) {
        return (NioSession) key.attachment();
    }

    private final class Pass implements Iterator<NioSession> {
        private final Iterator<SelectionKey> keys;
        private final Set<SelectionKey> selected;
        private final long nanos;
        private final long begun = System.nanoTime();
        private SelectionKey served;

        Pass(Collection<SelectionKey> keys, Set<SelectionKey> selected, long nanos) {
            this.keys = keys.iterator();
            this.selected = selected;
            this.nanos = nanos;
        }

        @Override
        public boolean hasNext() {
            return keys.hasNext() && (served == null || System.nanoTime() - begun < nanos);
        }

        @Override
        public NioSession next() {
            served = keys.next();
            return session(served);
        }

        @Override
        public void remove() {
            selected.remove(served);
            waiting.remove(served);
        }
    }
}
