package io.github.minaprotobuf.filter;

import java.util.List;
import java.util.function.Consumer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Ends writes one after the other. What is done for one may throw an {@code Error}: a listener of its future may, or the heap
 * is full. {@code exceptionCaught} is told, that write's future fails, unless it has ended, and the others end all the same.
 * Thrown on, it would keep MINA from the rest of what it does then, as removing the session.
 */
final class Ends {

    private Ends() {}

    static <T extends WriteRequest> void ofEach(IoSession session, List<T> writes, Consumer<T> end) {
        for (T write : writes) {
            try {
                end.accept(write);
            } catch (Error e) {
                fail(write, e);
                session.getFilterChain().fireExceptionCaught(e);
            }
        }
    }

    private static void fail(WriteRequest write, Error cause) {
        try {
            write.getFuture().setException(cause);
        } catch (Error ofListener) {
            // the handler is told of the first
        }
    }
}
