package io.github.minaprotobuf.filter;

import java.util.function.Function;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/** What a filter keeps of each session, made when it is first asked for. Any thread. */
final class SessionState {

    private SessionState() {}

    @SuppressWarnings("unchecked") // a key has one type of value: that of its one user
    static <T> T of(IoSession session, AttributeKey key, Function<IoSession, T> maker) {
        Object state = session.getAttribute(key);
        if (state == null) {
            session.setAttributeIfAbsent(key, maker.apply(session));
            state = session.getAttribute(key);
        }
        return (T) state;
    }
}
