package io.github.minaprotobuf.codec;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.executor.ExecutorFilter;

/**
 * Whether a message that was encoded is kept until its frame has left: only where somebody overrides {@code messageSent},
 * and so may ask for it. A message can take a hundred times the heap of its frame, and frames are what limits count.
 */
final class SentMessages {

    private static final AttributeKey KEPT = new AttributeKey(SentMessages.class, "kept");

    /** Their {@code messageSent} does not look at the message. */
    private static final Set<Class<?>> DEAF =
            Set.of(IoHandlerAdapter.class, IoFilterAdapter.class, ExecutorFilter.class);

    private SentMessages() {}

    /** Decided at a session's first write. A request of another class is that of a filter, which waits for it to come back. */
    static boolean areKept(IoSession session, IoFilter codec, WriteRequest request) {
        if (request.getClass() != DefaultWriteRequest.class) {
            return true;
        }
        Object kept = session.getAttribute(KEPT);
        if (kept == null) {
            kept = isHeardOf(session, codec);
            session.setAttribute(KEPT, kept);
        }
        return (Boolean) kept;
    }

    private static boolean isHeardOf(IoSession session, IoFilter codec) {
        return overridesMessageSent(session.getHandler())
                || session.getFilterChain().getAll().stream()
                        .map(IoFilterChain.Entry::getFilter)
                        .dropWhile(filter -> filter != codec)
                        .skip(1)
                        .anyMatch(SentMessages::overridesMessageSent);
    }

    /** Where a shrinker has renamed the method, none is found, and the message is kept. */
    private static boolean overridesMessageSent(Object hearer) {
        List<Method> found = Arrays.stream(hearer.getClass().getMethods())
                .filter(method -> method.getName().equals("messageSent"))
                .toList();
        return found.isEmpty() || found.stream().anyMatch(method -> !DEAF.contains(method.getDeclaringClass()));
    }

    /** In place of a request whose message nobody asks for. */
    static final class Frame extends DefaultWriteRequest {

        private static final String MESSAGE = "a message that is not kept, since nobody overrides messageSent";

        Frame(IoBuffer frame, WriteRequest request) {
            super(MESSAGE, request.getFuture(), request.getDestination());
            setMessage(frame);
        }
    }
}
