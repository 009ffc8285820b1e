package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("A body that gRPC's flag says is compressed costs one frame, or is decompressed within the limit")
class CompressedBodyTest {

    private static final int LIMIT = 5_000;

    @Parameter
    private CodecFilter filter;

    private static ProtobufCodecFactory.Builder grpc() {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.grpc())
                .maxBodyLength(LIMIT);
    }

    private static byte[] compressed(byte... body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return flagged(out.toByteArray());
    }

    static byte[] flagged(byte... body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 1)
                .putInt(body.length)
                .put(body)
                .array();
    }

    @Test
    void it_is_refused_as_soon_as_its_header_is_complete_and_nothing_else_is_lost() {
        byte[] stream = Wire.concat(
                Wire.GRPC.frame(Samples.ONE), compressed(Samples.TWO.toByteArray()), Wire.GRPC.frame(Samples.TWO));
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        List.of(Samples.ONE, CompressedBodyException.class, Samples.TWO),
                        filter.onStream(grpc().build()).sendAll(chunks).outline()));
        ProtobufCodecFactory factory = grpc().build();
        Peer peer = filter.onStream(factory).send((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 100);
        assertEquals(List.of(CompressedBodyException.class), peer.outline());
        peer.send(new byte[99]);
        assertEquals(0, factory.statistics().retainedBytes());
        assertEquals(
                Samples.ONE,
                peer.send((byte) 0).send(Wire.GRPC.frame(Samples.ONE)).events().get(1));
    }

    @Test
    void it_is_decompressed_when_the_builder_says_how() {
        byte[] stream = Wire.concat(
                compressed(Samples.TWO.toByteArray()),
                Wire.GRPC.frame(Samples.ONE),
                compressed(),
                compressed(Samples.ofBodyLength(LIMIT).toByteArray()),
                compressed(Samples.ONE.toByteArray()));
        ProtobufCodecFactory factory = grpc().decompressor(GZIPInputStream::new).build();
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        List.of(Samples.TWO, Samples.ONE, Samples.EMPTY, Samples.ofBodyLength(LIMIT), Samples.ONE),
                        filter.onStream(factory).sendAll(chunks).events()));
    }

    @Test
    void what_comes_out_is_held_to_the_limit_however_much_that_would_be() {
        ProtobufCodecFactory factory = grpc().decompressor(GZIPInputStream::new).build();
        for (int bytes : new int[] {LIMIT + 1, 4_000_000}) {
            byte[] bomb = compressed(new byte[bytes]);
            assertTrue(bomb.length < LIMIT, "not refused by its own length");
            Peer peer = filter.onStream(factory).send(Wire.concat(bomb, Wire.GRPC.frame(Samples.ONE)));
            assertEquals(List.of(FrameTooLongException.class, Samples.ONE), peer.outline());
            FrameTooLongException e = peer.exception(FrameTooLongException.class);
            assertEquals(bomb.length - 5, e.declaredLength());
            assertTrue(
                    e.getMessage()
                            .contains("body of " + (bomb.length - 5) + " bytes, decompressed, is over the limit of "
                                    + LIMIT),
                    e::getMessage);
        }
    }

    @Test
    void what_does_not_decompress_is_malformed() {
        ProtobufCodecFactory factory = grpc().decompressor(GZIPInputStream::new).build();
        byte[] wrong =
                Wire.concat(flagged((byte) 1, (byte) 2, (byte) 3), compressed((byte) 0), Wire.GRPC.frame(Samples.ONE));
        assertEquals(
                List.of(MalformedMessageException.class, MalformedMessageException.class, Samples.ONE),
                filter.onStream(factory).send(wrong).outline());
    }

    @Test
    void only_a_format_that_flags_it_takes_a_decompressor() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                        .decompressor(GZIPInputStream::new)
                        .build());
        assertTrue(e.getMessage().contains("FrameFormat[length:4le]"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> grpc().decompressor(null));
    }
}
