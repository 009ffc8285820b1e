package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.mina.core.service.IoService;
import org.apache.mina.core.session.IoSession;

/** MINA's counters of writes that are scheduled and not done. */
record Counters(IoService service) {

    /** Waits until nothing is scheduled any more: a write is counted off after its future is told. */
    void awaitZero(IoSession session) throws InterruptedException {
        for (int i = 0; i < 500 && !of(session).equals(ZERO); i++) {
            Thread.sleep(10);
        }
        assertEquals(ZERO, of(session));
    }

    private static final String ZERO = "session: 0 messages, 0 bytes; service: 0 messages, 0 bytes";

    private String of(IoSession session) {
        return "session: " + session.getScheduledWriteMessages() + " messages, " + session.getScheduledWriteBytes()
                + " bytes; service: " + service.getStatistics().getScheduledWriteMessages() + " messages, "
                + service.getStatistics().getScheduledWriteBytes() + " bytes";
    }
}
