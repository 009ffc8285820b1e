package io.github.minaprotobuf.filter;

import java.util.List;
import java.util.function.Consumer;
import org.apache.mina.core.session.IoSession;

/**
 * Ends writes one after the other. What waits for one, as a listener of its future, may throw an {@code Error}, be it that the
 * heap is full: {@code exceptionCaught} is told, and the others end all the same. Thrown on, it would keep MINA from the
 * rest of what it does then, as removing the session.
 */
final class Ends {

    private Ends() {}

    static <T> void ofEach(IoSession session, List<T> writes, Consumer<T> end) {
        for (T write : writes) {
            try {
                end.accept(write);
            } catch (Error e) {
                session.getFilterChain().fireExceptionCaught(e);
            }
        }
    }
}
