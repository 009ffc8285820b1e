package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandler;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What happens is what what-happens-when.md says")
class GuideWhatHappensWhenTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();
    private static final byte[] HI_FRAME = Wire.LE32.frame(HI);

    private final Guide page = Guide.named("what-happens-when.md");

    private static ProtobufCodecFactory.Builder codec() {
        return ProtobufCodecFactory.builder(Echo.getDefaultInstance());
    }

    private static Peer peer() {
        return Peer.onStream(codec().build());
    }

    /** The page quotes what the handler gets, and goes on: the next frame decodes. */
    private void assertQuotedAndGoesOn(Peer peer, Class<? extends Throwable> type) {
        assertQuoted(peer, type);
        assertEquals(HI, peer.send(HI_FRAME).events().get(peer.events().size() - 1));
    }

    private void assertQuoted(Peer peer, Class<? extends Throwable> type) {
        Throwable thrown = peer.exception(type);
        String quote = type.getSimpleName() + ": " + thrown.getMessage().replaceAll("\\s+", " ");
        assertTrue(page.prose().contains(quote), quote);
    }

    @Test
    void a_body_that_is_no_message() {
        assertQuotedAndGoesOn(
                peer().send(Wire.LE32.frame((byte) -1, (byte) -1, (byte) -1)), MalformedMessageException.class);
    }

    @Test
    void a_length_over_the_limit() {
        Peer peer = peer().send(Wire.LE32.header((8 << 20) + 1));
        assertQuoted(peer, FrameTooLongException.class);
        byte[] mebibyte = new byte[1 << 20];
        for (int i = 0; i < 8; i++) {
            peer.send(mebibyte);
        }
        peer.send(Wire.concat(new byte[1], HI_FRAME));
        assertEquals(HI, peer.events().get(1));
    }

    @Test
    void a_length_in_the_other_byte_order() {
        Peer peer = Peer.onStream(codec().frameFormat(FrameFormat.bigEndian32()).build());
        assertQuoted(peer.send((byte) 11, (byte) 0, (byte) 0, (byte) 0), FrameTooLongException.class);
    }

    @Test
    void too_many_bytes_retained_by_all_sessions() {
        ProtobufCodecFactory codec =
                codec().maxBodyLength(2 << 20).retainedBytesLimit(4 << 20).build();
        Peer.onStream(codec).send(Wire.LE32.header(2 << 20)).send(new byte[600_000]);
        Peer peer = Peer.onStream(codec).send(Wire.LE32.header(2 << 20)).send(new byte[600_000]);
        assertQuoted(peer, RetainedBytesLimitException.class);
        peer.send(new byte[(2 << 20) - 600_000]);
        assertEquals(HI, peer.send(HI_FRAME).events().get(1));
    }

    @Test
    void a_corrupt_header() {
        Peer varint = Peer.onStream(codec().frameFormat(FrameFormat.varint32()).build());
        assertQuoted(varint.send((byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) -1), CorruptedFrameException.class);
        varint.send(Wire.VARINT32.frame(HI));
        assertEquals(1, varint.events().size());
    }

    @Test
    void a_flag_that_is_none() {
        Peer grpc = Peer.onStream(codec().frameFormat(FrameFormat.grpc()).build());
        assertQuoted(grpc.send("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)), CorruptedFrameException.class);
    }

    @Test
    void a_type_that_is_not_known() {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(MessageTypes.builder()
                        .type(0, Echo.getDefaultInstance())
                        .bytes(1)
                        .build())
                .frameFormat(TypedWire.MUMBLE.format())
                .build();
        Peer peer = Peer.onStream(codec).send(TypedWire.MUMBLE.header(77, 350));
        assertQuoted(peer, UnknownTypeException.class);
        peer.send(new byte[350]).send(TypedWire.MUMBLE.frame(0, HI));
        assertEquals(HI, peer.events().get(1));
    }

    @Test
    void a_body_that_is_compressed() {
        Peer peer =
                Peer.onStream(codec().frameFormat(FrameFormat.grpc()).build()).send(new byte[] {1, 0, 0, 0, 100});
        assertQuoted(peer, CompressedBodyException.class);
        assertEquals(
                HI, peer.send(new byte[100]).send(Wire.GRPC.frame(HI)).events().get(1));
    }

    @Test
    void a_body_that_is_too_long_once_it_is_decompressed() {
        Peer peer = Peer.onStream(codec().frameFormat(FrameFormat.grpc())
                        .maxBodyLength(1_000)
                        .decompressor(GZIPInputStream::new)
                        .build())
                .send(CompressedBodyTest.flagged(HexFormat.of()
                        .parseHex("1f8b08000000000000ff63601805a360140c7b0000ba67bc3fe9030000"))); // 1,001 zeros
        assertQuoted(peer, FrameTooLongException.class);
    }

    @Test
    void an_end_inside_a_frame() {
        Peer peer = peer().send(Arrays.copyOf(HI_FRAME, 6)).close();
        assertQuoted(peer, TruncatedFrameException.class);
        assertEquals(List.of(TruncatedFrameException.class, Peer.SESSION_CLOSED), peer.outline());
    }

    @Test
    void a_datagram_that_ends_inside_a_frame() {
        Peer peer = CodecFilter.OF_MINA.onDatagrams(codec().build()).send(Arrays.copyOf(HI_FRAME, 6));
        assertQuotedAndGoesOn(peer, TruncatedFrameException.class);
    }

    @Test
    void a_write_of_what_is_too_long() {
        Peer peer = Peer.onStream(codec().maxBodyLength(5).build());
        peer.write(HI);
        assertQuoted(peer, MessageTooLongException.class);
        assertEquals(List.of(), peer.written());
    }

    @Test
    void a_write_of_what_is_no_message() {
        Peer peer = peer();
        peer.write("hi");
        assertQuoted(peer, ProtocolEncoderException.class);
        assertEquals(List.of(), peer.written());
    }

    @Test
    void a_write_of_bytes_is_not_framed() {
        Peer peer = peer();
        peer.write(IoBuffer.wrap(new byte[] {1, 2, 3}));
        assertEquals(3, peer.written().get(0).length);
    }

    @Test
    void an_empty_message_is_a_message() {
        assertEquals(
                List.of(Echo.getDefaultInstance()), peer().send(new byte[4]).events());
    }

    @Test
    void messages_come_before_the_exception_of_the_frame_behind_them() {
        Peer peer = peer().send(Wire.concat(HI_FRAME, Wire.LE32.frame((byte) -1), HI_FRAME));
        assertEquals(List.of(HI, MalformedMessageException.class, HI), peer.outline());
    }

    @Test
    void a_frame_that_does_not_end_is_told_to_nobody() {
        ProtobufCodecFactory factory = codec().build();
        Peer peer = Peer.onStream(factory).send(new byte[] {5, 0});
        assertEquals(List.of(), peer.events());
        assertTrue(factory.isInsideFrame(peer.session()));
    }

    @Test
    void the_handler_of_the_page_closes_when_it_must(@TempDir Path folder) throws Exception {
        IoHandler handler = handlerOfThePage(folder);
        assertFalse(closes(handler, peer().send(Wire.LE32.frame((byte) -1))));
        assertFalse(closes(handler, peer().send(Wire.LE32.header(-1))));
        assertTrue(closes(
                handler,
                Peer.onStream(codec().frameFormat(FrameFormat.grpc()).build()).send((byte) 'G')));
    }

    @Test
    void the_handler_of_the_page_closes_on_the_hundredth_wrong_frame(@TempDir Path folder) throws Exception {
        IoHandler handler = handlerOfThePage(folder);
        DummySession session = new DummySession();
        Throwable wrong =
                (Throwable) peer().send(Wire.LE32.frame((byte) -1)).events().get(0);
        for (int i = 1; i < 100; i++) {
            handler.exceptionCaught(session, wrong);
        }
        assertFalse(session.isClosing());
        handler.exceptionCaught(session, wrong);
        assertTrue(session.isClosing());
    }

    private IoHandler handlerOfThePage(Path folder) throws Exception {
        return (IoHandler) page.compile(folder)
                .load("CarefulHandler")
                .getDeclaredConstructor()
                .newInstance();
    }

    /** Whether the handler closes a session for the one thing that happened to that peer. */
    private static boolean closes(IoHandler handler, Peer peer) throws Exception {
        DummySession session = new DummySession();
        handler.exceptionCaught(session, (Throwable) peer.events().get(0));
        return session.isClosing();
    }
}
