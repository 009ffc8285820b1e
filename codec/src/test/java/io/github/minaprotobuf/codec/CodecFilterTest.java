package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferWrapper;
import org.apache.mina.core.file.DefaultFileRegion;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("Either filter is a good neighbour in its chain")
class CodecFilterTest {

    @Parameter
    private CodecFilter filter;

    private final ProtobufCodecFactory codec = ProtobufCodecFactory.of(Sample.getDefaultInstance());

    private static Object messageOf(Object event) {
        return event instanceof Throwable cause ? cause.getMessage() : event;
    }

    @Test
    void what_comes_and_is_no_buffer_passes_by() {
        Peer peer = filter.onStream(codec);
        peer.session().getFilterChain().fireMessageReceived("text");
        assertEquals(List.of("text"), peer.events());
    }

    @Test
    void a_buffer_and_a_file_that_are_written_pass_by(@TempDir Path folder) throws IOException {
        Peer peer = filter.onStream(codec);
        List<Object> below = new ArrayList<>();
        peer.session().getFilterChain().addBefore("codec", "spy", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                below.add(request.getMessage());
            }
        });
        IoBuffer buffer = IoBuffer.wrap(new byte[] {1});
        try (FileChannel channel = FileChannel.open(Files.createFile(folder.resolve("file")))) {
            DefaultFileRegion file = new DefaultFileRegion(channel, 0, 0);
            peer.write(buffer);
            peer.write(file);
            assertEquals(List.of(buffer, file), below);
        }
    }

    @Test
    void messageSent_tells_the_message_and_not_its_bytes() {
        Peer peer = filter.onStream(codec);
        List<Object> sent = new ArrayList<>();
        peer.session().setHandler(new IoHandlerAdapter() {
            @Override
            public void messageSent(IoSession session, Object message) {
                sent.add(message);
            }
        });
        peer.session().getFilterChain().addBefore("codec", "socket", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                ((IoBuffer) request.getMessage()).free();
                next.messageSent(session, request);
            }
        });
        peer.session().getFilterChain().fireFilterWrite(new DefaultWriteRequest(Samples.ONE));
        assertEquals(List.of(Samples.ONE), sent);
    }

    @Test
    void a_read_buffer_is_freed_once_after_the_last_frame() {
        Peer peer = filter.onStream(codec);
        List<List<Object>> eventsBeforeFree = new ArrayList<>();
        IoBuffer read = IoBuffer.wrap(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO)));
        peer.session().getFilterChain().fireMessageReceived(new IoBufferWrapper(read) {
            @Override
            public void free() {
                eventsBeforeFree.add(peer.events());
            }
        });
        assertEquals(List.of(List.of(Samples.ONE, Samples.TWO)), eventsBeforeFree);
        assertEquals(List.of(Samples.ONE, Samples.TWO), peer.events());
    }

    @Test
    void a_handler_that_throws_gets_the_frames_that_follow() {
        Peer peer = filter.onStream(codec).reactingBy((session, message) -> {
            throw new IllegalStateException("no such order");
        });
        peer.send(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO)));
        assertEquals(
                List.of(Samples.ONE, "no such order", Samples.TWO, "no such order"),
                peer.events().stream().map(CodecFilterTest::messageOf).toList());
        assertEquals(2, codec.statistics().framesDecoded());
    }

    @Test
    void what_a_handler_writes_leaves_in_the_order_of_what_it_got() {
        Peer peer = filter.onStream(codec).reactingBy(IoSession::write);
        byte[] stream = Wire.LE32.frames(Samples.MIXED);
        peer.send(stream);
        assertArrayEquals(stream, Wire.concat(peer.written().toArray(byte[][]::new)));
    }

    @Test
    void one_instance_serves_many_sessions_and_each_chain_once() {
        ProtocolCodecFilter shared = filter.of(codec);
        Peer one = Peer.onStream(shared).send(Wire.LE32.frame(Samples.ONE));
        Peer two = Peer.onStream(shared).send(Wire.LE32.frame(Samples.TWO));
        assertEquals(List.of(Samples.ONE), one.events());
        assertEquals(List.of(Samples.TWO), two.events());
        Throwable twice = assertThrows(
                RuntimeException.class, () -> one.session().getFilterChain().addLast("again", shared));
        assertInstanceOf(IllegalArgumentException.class, twice.getCause() == null ? twice : twice.getCause());
        assertTrue(one.session().getFilterChain().contains(ProtocolCodecFilter.class));
    }

    @Test
    void a_codec_is_needed() {
        assertThrows(IllegalArgumentException.class, () -> filter.of(null));
    }
}
