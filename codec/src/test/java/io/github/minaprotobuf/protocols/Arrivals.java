package io.github.minaprotobuf.protocols;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** Keeps what arrives, messages and exceptions, until a test asks for it. */
final class Arrivals extends IoHandlerAdapter {

    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

    @Override
    public void messageReceived(IoSession session, Object message) {
        arrived.add(message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        arrived.add(cause);
    }

    /** The next message of that type, which it waits for; others before it are passed over. */
    <M> M next(Class<M> type) throws InterruptedException {
        return next(type, message -> true);
    }

    <M> M next(Class<M> type, Predicate<M> wanted) throws InterruptedException {
        List<Object> others = new ArrayList<>();
        for (Object message = poll(); message != null; message = poll()) {
            if (message instanceof Throwable failure) {
                throw new AssertionError("an exception in place of " + type.getSimpleName(), failure);
            }
            if (type.isInstance(message) && wanted.test(type.cast(message))) {
                return type.cast(message);
            }
            others.add(message);
        }
        throw new AssertionError("no such " + type.getSimpleName() + " arrived, but " + others);
    }

    private Object poll() throws InterruptedException {
        return arrived.poll(10, TimeUnit.SECONDS);
    }
}
