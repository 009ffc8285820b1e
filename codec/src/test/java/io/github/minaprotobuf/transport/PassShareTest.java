package io.github.minaprotobuf.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a pass reads of each session, by how many there are and how long the passes take")
class PassShareTest {

    private static final long MILLISECOND = 1_000_000;

    private final PassShare share = new PassShare();
    private long now = Long.MAX_VALUE - MILLISECOND; // it may overflow, as nanoTime may

    private int shareAfterPass(int sessions, long nanos) {
        share.begin(sessions, now);
        now += nanos;
        share.end(now);
        share.begin(sessions, now);
        return share.bytes();
    }

    @ParameterizedTest
    @CsvSource({"2, 65536", "8, 16384", "32, 4096", "33, 4096", "10000, 4096"})
    void sessions_share_128_KiB_and_get_4_KiB_each_at_least(int sessions, int bytes) {
        share.begin(sessions, now);
        assertEquals(bytes, share.bytes());
    }

    @Test
    void each_pass_of_more_than_5_ms_halves_it_down_to_64_bytes() {
        assertEquals(4096, shareAfterPass(32, 5 * MILLISECOND));
        assertEquals(2048, shareAfterPass(32, 5 * MILLISECOND + 1));
        assertEquals(1024, shareAfterPass(32, 900 * MILLISECOND));
        assertEquals(512, shareAfterPass(32, 6 * MILLISECOND));
        assertEquals(256, shareAfterPass(32, 6 * MILLISECOND));
        assertEquals(128, shareAfterPass(32, 6 * MILLISECOND));
        assertEquals(64, shareAfterPass(32, 6 * MILLISECOND));
        assertEquals(64, shareAfterPass(32, 6 * MILLISECOND));
    }

    @Test
    void a_pass_that_takes_long_because_of_many_sessions_with_little_work_each_changes_nothing() {
        assertEquals(4096, shareAfterPass(1_000, 25 * MILLISECOND));
        assertEquals(2048, shareAfterPass(1_000, 25 * MILLISECOND + 1));
    }

    @Test
    void each_pass_of_less_than_1_ms_doubles_it_again() {
        assertEquals(2048, shareAfterPass(32, 6 * MILLISECOND));
        assertEquals(1024, shareAfterPass(32, 6 * MILLISECOND));
        assertEquals(1024, shareAfterPass(32, MILLISECOND));
        assertEquals(2048, shareAfterPass(32, MILLISECOND - 1));
        assertEquals(4096, shareAfterPass(32, 0));
        assertEquals(4096, shareAfterPass(32, 0));
    }

    @Test
    void one_session_alone_changes_nothing() {
        shareAfterPass(1, 900 * MILLISECOND);
        assertEquals(4096, shareAfterPass(32, 2 * MILLISECOND));
    }
}
