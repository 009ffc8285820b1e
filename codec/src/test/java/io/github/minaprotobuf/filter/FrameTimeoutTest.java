package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The timeout of frames")
@Timeout(30)
class FrameTimeoutTest {

    private static final Duration LIMIT = Duration.ofMillis(20);
    private static final Duration OLD = Duration.ofHours(1);

    private final BlockingQueue<IoSession> late = new LinkedBlockingQueue<>();

    private IoSession nextLate() throws InterruptedException {
        return late.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void closes_a_session_whose_frame_is_too_old_and_no_other() throws Exception {
        IoSession slow = new DummySession();
        IoSession between = new DummySession();
        IoSession swift = new DummySession();
        try (FrameTimeout timeout = new FrameTimeout(
                LIMIT,
                session -> session == slow
                        ? Optional.of(OLD)
                        : session == swift ? Optional.of(Duration.ofMillis(1)) : Optional.empty(),
                late::add)) {
            timeout.watch(() -> List.of(between, swift, slow));
            assertEquals(slow, nextLate());
            assertTrue(slow.getCloseFuture().await(20, TimeUnit.SECONDS));
            assertFalse(between.isClosing() || swift.isClosing());
        }
    }

    @Test
    void goes_on_when_looking_at_one_session_throws_an_Error_and_looks_at_the_others() throws Exception {
        IoSession broken = new DummySession();
        IoSession slow = new DummySession();
        CountDownLatch looks = new CountDownLatch(3);
        try (FrameTimeout timeout = new FrameTimeout(
                LIMIT,
                session -> {
                    if (session == broken) {
                        looks.countDown();
                        throw new AssertionError("for this test");
                    }
                    return Optional.of(OLD);
                },
                late::add)) {
            timeout.watch(() -> List.of(broken, slow));
            assertEquals(slow, nextLate());
            assertTrue(looks.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void goes_on_when_the_sessions_cannot_be_had() throws Exception {
        IoSession slow = new DummySession();
        CountDownLatch failures = new CountDownLatch(2);
        try (FrameTimeout timeout = new FrameTimeout(LIMIT, session -> Optional.of(OLD), late::add)) {
            timeout.watch(() -> {
                if (failures.getCount() > 0) {
                    failures.countDown();
                    throw new OutOfMemoryError("for this test");
                }
                return List.of(slow);
            });
            assertEquals(slow, nextLate());
        }
    }

    @Test
    void closes_the_session_though_the_callback_throws() throws Exception {
        IoSession slow = new DummySession();
        try (FrameTimeout timeout = new FrameTimeout(LIMIT, session -> Optional.of(OLD), session -> {
            throw new IllegalStateException("for this test");
        })) {
            timeout.watch(() -> List.of(slow));
            assertTrue(slow.getCloseFuture().await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void counts_no_time_in_which_the_session_was_not_read() throws Exception {
        DummySession suspended = new DummySession();
        suspended.suspendRead();
        CountDownLatch looks = new CountDownLatch(5);
        try (FrameTimeout timeout = new FrameTimeout(LIMIT, session -> Optional.of(OLD), late::add)) {
            timeout.watch(() -> {
                looks.countDown();
                return List.of(suspended);
            });
            assertTrue(looks.await(20, TimeUnit.SECONDS));
            assertEquals(List.of(), List.copyOf(late));
            suspended.resumeRead();
            assertEquals(suspended, nextLate());
        }
    }

    @Test
    void its_one_thread_is_a_daemon_and_ends_when_it_is_closed() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch looked = new CountDownLatch(1);
        FrameTimeout timeout = new FrameTimeout(LIMIT, session -> Optional.empty(), late::add);
        timeout.watch(() -> {
            thread.set(Thread.currentThread());
            looked.countDown();
            return List.of();
        });
        assertTrue(looked.await(20, TimeUnit.SECONDS));
        assertTrue(thread.get().isDaemon());
        timeout.close();
        thread.get().join(20_000);
        assertFalse(thread.get().isAlive());
    }

    @Test
    void a_timeout_that_is_none_is_refused_with_its_value() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new FrameTimeout(wrong, session -> Optional.empty(), late::add))
                    .getMessage();
            assertTrue(message.contains(wrong.toString()), message);
        }
    }
}
