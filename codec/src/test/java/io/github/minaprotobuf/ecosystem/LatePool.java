package io.github.minaprotobuf.ecosystem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mina.MinaConsumer;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.executor.ExecutorFilter;

/**
 * The thread pool of a Camel route, whose threads take up nothing until they are told to: so do those of a busy
 * machine, for a moment. In force for connections that are made from now on.
 */
final class LatePool {

    private final ThreadPoolExecutor pool;
    private final CountDownLatch running = new CountDownLatch(1);
    private final Semaphore queued = new Semaphore(0);

    LatePool(CamelContext camel, String route) {
        DefaultIoFilterChainBuilder chain = ((MinaConsumer)
                        camel.getRoute(route).getConsumer())
                .getAcceptor()
                .getFilterChain();
        pool = (ThreadPoolExecutor) ((ExecutorFilter) chain.get("threadPool")).getExecutor();
        pool.setThreadFactory(worker -> new Thread(() -> {
            try {
                running.await();
                worker.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        chain.addBefore("threadPool", "queued", new IoFilterAdapter() {
            @Override
            public void messageReceived(NextFilter next, IoSession session, Object message) {
                next.messageReceived(session, message);
                queued.release();
            }
        });
    }

    /** Waits until the next message is in the queue of the pool. */
    void awaitMessage() throws InterruptedException {
        assertTrue(queued.tryAcquire(20, TimeUnit.SECONDS));
    }

    void run() {
        running.countDown();
    }

    int threads() {
        return pool.getPoolSize();
    }
}
