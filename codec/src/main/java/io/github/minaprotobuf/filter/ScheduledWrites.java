package io.github.minaprotobuf.filter;

import org.apache.mina.core.service.AbstractIoService;
import org.apache.mina.core.service.IoServiceStatistics;
import org.apache.mina.core.session.AbstractIoSession;

/**
 * MINA's counters of what is scheduled to be written, of a session and of its service: they are 0 when nothing waits, and
 * backpressure goes by them. MINA changes them for the requests that it sees in its queue, and forgets some when a session
 * ends.
 */
final class ScheduledWrites {

    private ScheduledWrites() {}

    static void countIn(AbstractIoSession session, int messages, long bytes) {
        session.increaseScheduledWriteBytes((int) bytes); // MINA's counters are of int, and go round past 2 GiB
        for (int i = 0; i < messages; i++) {
            session.increaseScheduledWriteMessages();
        }
    }

    static void countOff(AbstractIoSession session, int messages, long bytes) {
        if (!session.getCloseFuture().isClosed()) {
            session.increaseScheduledWriteBytes((int) -bytes);
            for (int i = 0; i < messages; i++) {
                session.decreaseScheduledBytesAndMessages(AbstractIoSession.MESSAGE_SENT_REQUEST); // one of no bytes
            }
        } else if (session.getService() instanceof AbstractIoService service) {
            // MINA has set the session's own to 0, and left the service's as they were.
            IoServiceStatistics statistics = service.getStatistics();
            statistics.increaseScheduledWriteBytes((int) -bytes);
            for (int i = 0; i < messages; i++) {
                statistics.decreaseScheduledWriteMessages();
            }
        }
    }
}
