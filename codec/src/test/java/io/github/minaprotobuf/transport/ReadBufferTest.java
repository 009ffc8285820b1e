package io.github.minaprotobuf.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferAllocator;
import org.apache.mina.core.buffer.IoBufferWrapper;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "process-wide direct buffers: {0}")
@ValueSource(booleans = {false, true})
@DisplayName("A read buffer is used again once it was freed, and never while anybody may look at it")
@Timeout(60)
class ReadBufferTest {

    private static final int MAX_READ = 1 << 10;
    private static final int LENGTH = 127; // with a byte of room left, a capacity that a caching allocator keeps

    @Parameter
    private boolean direct;

    private final LeanServer server = new LeanServer();
    private final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();
    private int sent;

    @BeforeEach
    void setUp() {
        IoBuffer.setUseDirectBuffer(direct);
        server.acceptor().getSessionConfig().setMaxReadBufferSize(MAX_READ);
        server.acceptor().getSessionConfig().setMinReadBufferSize(64);
    }

    @AfterEach
    void tearDown() {
        server.close();
        IoBuffer.setUseDirectBuffer(false);
        IoBuffer.setAllocator(new SimpleBufferAllocator());
    }

    /** What the handler does with the read of that number, from 0; its result goes to {@link #handled}. */
    private interface Reading {
        Object handle(int number, IoBuffer read) throws Exception;
    }

    private Socket connect(Reading reading) throws Exception {
        return server.start(new IoHandlerAdapter() {
                    private int number;

                    @Override
                    public void messageReceived(IoSession session, Object message) throws Exception {
                        handled.add(reading.handle(number++, (IoBuffer) message));
                    }

                    @Override
                    public void exceptionCaught(IoSession session, Throwable cause) {
                        handled.add(cause);
                    }
                })
                .connect();
    }

    /** Sends bytes that are all alike and other than those before, in one read; gives what the handler made of it. */
    private Object exchange(Socket socket) throws Exception {
        socket.getOutputStream().write(bytes(sent++));
        Object result = handled.poll(10, TimeUnit.SECONDS);
        if (result instanceof Throwable failure) {
            throw new AssertionError(failure);
        }
        return result;
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static byte[] contents(IoBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Test
    void used_again_when_freed() throws Exception {
        try (Socket socket = connect((number, read) -> {
            ByteBuffer memory = read.buf();
            read.free();
            return memory;
        })) {
            ByteBuffer first = (ByteBuffer) exchange(socket);
            ByteBuffer second = (ByteBuffer) exchange(socket);
            assertEquals(second.limit(LENGTH), first.limit(LENGTH), "both have what came last");
            assertEquals(1, first.get(0));
        }
    }

    @Test
    void kept_from_the_beginning() throws Exception {
        try (Socket socket = connect((number, read) -> read)) {
            List<IoBuffer> kept = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                kept.add((IoBuffer) exchange(socket));
            }
            for (int i = 0; i < kept.size(); i++) {
                assertArrayEquals(bytes(i), contents(kept.get(i)));
                assertTrue(
                        kept.get(i).capacity() == LENGTH + 1,
                        "holds " + kept.get(i).capacity() + " bytes");
            }
        }
    }

    @Test
    void kept_now_and_then_and_freed_late_twice_and_by_another_thread() throws Exception {
        try (Socket socket = connect((number, read) -> {
            if (number % 4 != 3) {
                read.free();
            }
            return read;
        })) {
            List<IoBuffer> kept = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                IoBuffer read = (IoBuffer) exchange(socket);
                if (i % 4 == 3) {
                    kept.add(read);
                } else if (i % 4 == 0) { // the read before has come to its end
                    kept.forEach(IoBuffer::free);
                }
            }
            for (int i = 0; i < kept.size(); i++) {
                assertArrayEquals(bytes(4 * i + 3), contents(kept.get(i)));
            }
        }
    }

    private static Stream<Function<IoBuffer, ByteBuffer>> views() {
        return Stream.of(
                read -> read.slice().buf(),
                read -> read.duplicate().buf(),
                read -> read.asReadOnlyBuffer().buf(),
                read -> read.getSlice(LENGTH).buf(),
                read -> read.getSlice(0, LENGTH).buf(),
                read -> ((IoBufferWrapper) read).getParentBuffer().buf().duplicate());
    }

    @Test
    void kept_as_a_view_of_any_kind() throws Exception {
        for (Function<IoBuffer, ByteBuffer> view : views().toList()) {
            try (LeanServer another = new LeanServer()) {
                another.start(new IoHandlerAdapter() {
                    private int number;

                    @Override
                    public void messageReceived(IoSession session, Object message) {
                        IoBuffer read = (IoBuffer) message;
                        handled.add(number++ == 1 ? view.apply(read) : read);
                        read.free();
                    }
                });
                try (Socket socket = another.connect()) {
                    exchange(socket);
                    byte[] expected = bytes(sent);
                    ByteBuffer kept = (ByteBuffer) exchange(socket);
                    exchange(socket);
                    assertEquals(ByteBuffer.wrap(expected), kept.limit(LENGTH));
                }
            }
        }
    }

    @Test
    void kept_as_a_stream() throws Exception {
        try (Socket socket = connect((number, read) -> {
            read.free();
            return number == 1 ? read.asInputStream() : read;
        })) {
            exchange(socket);
            java.io.InputStream kept = (java.io.InputStream) exchange(socket);
            exchange(socket);
            assertArrayEquals(bytes(1), kept.readAllBytes());
        }
    }

    @Test
    void left_as_it_should_be_for_the_next_read_whatever_was_done_with_it() throws Exception {
        try (Socket socket = connect((number, read) -> {
            byte[] bytes = contentsByGetting(read);
            read.clear()
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .putInt(7)
                    .limit(5)
                    .mark();
            read.free();
            return List.of(bytes, read.order());
        })) {
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(bytes(i), (byte[]) ((List<?>) exchange(socket)).get(0));
            }
        }
    }

    private static byte[] contentsByGetting(IoBuffer read) {
        byte[] bytes = new byte[read.remaining()];
        read.get(bytes);
        return bytes;
    }

    @Test
    void not_the_memory_of_a_caching_allocator_too_after_it_was_expanded() throws Exception {
        IoBufferAllocator allocator = new CachedBufferAllocator();
        IoBuffer.setAllocator(allocator);
        try (Socket socket = connect((number, read) -> {
            if (number != 2) {
                read.free();
                return read;
            }
            int capacity = read.capacity();
            read.position(read.limit()).expand(4 * MAX_READ).flip(); // the allocator gets what it replaces
            read.free();
            return IoBuffer.allocate(capacity, true).fill((byte) 99, capacity).flip();
        })) {
            exchange(socket);
            exchange(socket);
            IoBuffer allocated = (IoBuffer) exchange(socket);
            exchange(socket);
            byte[] expected = new byte[allocated.remaining()];
            Arrays.fill(expected, (byte) 99);
            assertArrayEquals(expected, contents(allocated));
            assertSame(allocator, IoBuffer.getAllocator());
        }
    }

    @Test
    void has_room_left_exactly_when_the_read_took_all() throws Exception {
        try (Socket socket = connect((number, read) -> {
            boolean tookAll = read.limit() < read.capacity();
            int length = read.remaining();
            if (number % 4 < 2) {
                read.free();
            }
            return List.of(length, tookAll);
        })) {
            for (int round = 0; round < 4; round++) {
                for (int length : new int[] {1, MAX_READ - 1, MAX_READ, 1}) {
                    socket.getOutputStream().write(new byte[length]);
                    assertEquals(List.of(length, length < MAX_READ), handled.poll(10, TimeUnit.SECONDS));
                }
            }
        }
    }

    @Test
    void takes_no_more_than_512_KiB_however_much_a_session_may_read() throws Exception {
        server.acceptor().getSessionConfig().setMaxReadBufferSize(Integer.MAX_VALUE);
        server.acceptor().getSessionConfig().setReceiveBufferSize(4 << 20);
        int length = 8 << 20;
        try (Socket socket = connect((number, read) -> {
            int remaining = read.remaining();
            read.free();
            return remaining;
        })) {
            socket.getOutputStream().write(new byte[length]);
            for (int received = 0; received < length; ) {
                int remaining = (int) handled.poll(10, TimeUnit.SECONDS);
                assertTrue(remaining <= 512 << 10, "read " + remaining);
                received += remaining;
            }
        }
    }
}
