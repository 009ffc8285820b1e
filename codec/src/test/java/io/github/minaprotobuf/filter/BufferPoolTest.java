package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The buffers of coalesced writes are direct, few, and used again once freed")
@Timeout(60)
class BufferPoolTest {

    private static final int SIZE = 64 << 10;
    private static final int ALL = BufferPool.MAX_BYTES / SIZE;

    private final BufferPool pool = new BufferPool(SIZE);

    @AfterEach
    void resetAllocator() {
        IoBuffer.setAllocator(new SimpleBufferAllocator());
    }

    private List<IoBuffer> take(int count) {
        List<IoBuffer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(pool.take(1));
        }
        return taken;
    }

    @Test
    void a_freed_buffer_is_the_next_one_and_is_empty_again() {
        IoBuffer first = pool.take(SIZE).put((byte) 1).put((byte) 2).flip();
        first.free();
        IoBuffer second = pool.take(SIZE);
        assertEquals(0, second.position());
        assertEquals(SIZE, second.limit());
        assertEquals(1, second.get(0), "the memory of the first");
        assertEquals(2, first.remaining(), "what is known of the first");
    }

    @Test
    void a_buffer_that_is_freed_twice_is_given_to_one_only() {
        IoBuffer freed = pool.take(1);
        freed.free();
        freed.free();
        IoBuffer second = pool.take(1).put((byte) 2);
        pool.take(1).put((byte) 3);
        freed.free();
        pool.take(1).put((byte) 4);
        assertEquals(2, second.get(0));
    }

    @Test
    void when_all_are_in_use_the_next_is_by_MINAs_allocator() {
        List<IoBuffer> taken = take(ALL);
        assertTrue(taken.stream().allMatch(IoBuffer::isDirect));
        IoBuffer next = pool.take(100);
        assertFalse(next.isDirect());
        assertEquals(100, next.limit());
        next.free();
        taken.get(0).free();
        assertTrue(pool.take(100).isDirect());
    }

    @Test
    void those_that_nobody_frees_make_room_when_the_collector_has_found_them() {
        take(ALL);
        while (!pool.take(1).isDirect()) {
            System.gc();
        }
    }

    @Test
    void more_than_a_buffer_holds_is_by_MINAs_allocator() {
        assertFalse(pool.take(SIZE + 1).isDirect());
        assertFalse(new BufferPool(BufferPool.MAX_BYTES + 1).take(1).isDirect());
    }

    @Test
    void a_caching_allocator_of_the_process_does_not_get_what_is_freed() {
        IoBuffer.setAllocator(new CachedBufferAllocator());
        pool.take(1).free();
        IoBuffer pooled = pool.take(1).put((byte) 1);
        IoBuffer.allocate(SIZE, true).put((byte) 2);
        assertEquals(1, pooled.get(0));
    }
}
