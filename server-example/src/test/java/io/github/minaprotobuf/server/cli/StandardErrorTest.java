package io.github.minaprotobuf.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A standard error that makes nobody wait")
@Timeout(30)
class StandardErrorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A pipe that nobody reads until its gate is opened. */
    private static final class Pipe extends OutputStream {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            arrived.write(bytes, offset, count);
        }

        List<String> lines() {
            return arrived.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    private final Pipe pipe = new Pipe();
    private final StandardError err = new StandardError(pipe);
    private final PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);

    private static String line(int number) {
        return number + " ".repeat(90) + "end";
    }

    @Test
    void lines_arrive_whole_and_in_order_however_many_times_the_buffer_goes_round() throws Exception {
        pipe.gate.countDown();
        int count = 10 * StandardError.CAPACITY / 100;
        for (int i = 0; i < count; i++) {
            print.println(line(i));
            if (i % 500 == 0) {
                err.awaitWritten(PATIENCE);
            }
        }
        err.awaitWritten(PATIENCE);
        assertEquals(IntStream.range(0, count).mapToObj(StandardErrorTest::line).toList(), pipe.lines());
    }

    @Test
    void what_finds_no_room_is_dropped_and_told_once_there_is_room_again() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            print.println(line(i));
        }
        pipe.gate.countDown();
        err.awaitWritten(PATIENCE);
        print.println("after");
        err.awaitWritten(PATIENCE);
        List<String> lines = pipe.lines();
        int kept = lines.size() - 2;
        assertTrue(kept > 2_000 && kept < 10_000, () -> kept + " lines");
        assertEquals(IntStream.range(0, kept).mapToObj(StandardErrorTest::line).toList(), lines.subList(0, kept));
        assertEquals(
                "echo-server: " + (10_000 - kept) + " lines or more were dropped, since nobody read standard error",
                lines.get(kept));
        assertEquals("after", lines.get(kept + 1));
    }

    @Test
    void whoever_waits_for_the_last_line_does_not_wait_for_ever() throws Exception {
        print.println("nobody reads this");
        err.awaitWritten(Duration.ofMillis(50));
        assertEquals(List.of(), pipe.lines());
        pipe.gate.countDown();
    }

    @Test
    void a_standard_error_that_is_closed_swallows_what_it_gets() throws Exception {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException("closed");
            }
        };
        StandardError gone = new StandardError(closed);
        for (int i = 0; i < 3; i++) {
            gone.write(new byte[1_000], 0, 1_000);
            gone.awaitWritten(PATIENCE);
        }
        gone.write(new byte[StandardError.CAPACITY], 0, StandardError.CAPACITY); // there is room for all of it
        gone.awaitWritten(PATIENCE);
    }
}
