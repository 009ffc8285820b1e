package io.github.minaprotobuf.protocols.wirecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.Cuts;
import io.github.minaprotobuf.codec.FrameTooLongException;
import io.github.minaprotobuf.codec.Guide;
import io.github.minaprotobuf.codec.Peer;
import io.github.minaprotobuf.codec.TypedBytes;
import io.github.minaprotobuf.codec.UnknownTypeException;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer sends is decoded and encoded again by each library, which tells the class, the content and the id. */
@DisplayName("The wire code whose lines types.md counts works, with each library")
@Timeout(300)
class WireCodeIT {

    private static final Sample EMPTY = Sample.getDefaultInstance();
    private static final Sample LONG = Sample.newBuilder()
            .setId(-1)
            .setText("long")
            .setPayload(ByteString.copyFrom(new byte[300]))
            .setChild(Sample.newBuilder().setText("child"))
            .build();
    private static final Strict STRICT = Strict.newBuilder().setId(1_000_000).build();
    private static final List<MessageLite> MESSAGES = List.of(STRICT, LONG, EMPTY, EMPTY, STRICT, LONG);

    private static final List<Sample> TOO_LONG = List.of(Sample.newBuilder()
            .setPayload(ByteString.copyFrom(new byte[9 << 20]))
            .build());
    private static final List<TypedBytes> UNKNOWN = List.of(TypedBytes.of(77));

    @Test
    void the_guide_says_how_many_lines_it_is() throws IOException {
        List<List<String>> counted = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            counted.add(WireCode.row(protocol));
        }
        assertEquals(counted, Guide.named("types.md").tableAfter("## How much code that is"));
    }

    @Nested
    @DisplayName("this library")
    class WithMina {

        @ParameterizedTest
        @EnumSource
        void decodes_and_encodes_however_the_stream_is_cut(Protocol protocol) {
            byte[] sent = protocol.sent(MESSAGES);
            Cuts.forEach(protocol.received(MESSAGES), chunks -> {
                Peer peer = Peer.onStream(protocol.codec())
                        .reactingBy((session, message) -> session.write(message))
                        .sendAll(chunks);
                assertEquals(MESSAGES, peer.events());
                assertArrayEquals(sent, joined(peer.written().stream()));
            });
        }

        @ParameterizedTest
        @EnumSource
        void refuses_a_body_over_8_mib_and_an_unknown_type(Protocol protocol) {
            Peer peer = Peer.onStream(protocol.codec())
                    .sendAll(List.of(protocol.received(TOO_LONG), protocol.received(UNKNOWN)));
            assertInstanceOf(FrameTooLongException.class, peer.events().get(0));
            assertInstanceOf(UnknownTypeException.class, peer.events().get(1));
        }
    }

    @Nested
    @DisplayName("Netty")
    class WithNetty {

        @ParameterizedTest
        @EnumSource
        void decodes_and_encodes_however_the_stream_is_cut(Protocol protocol) {
            byte[] sent = protocol.sent(MESSAGES);
            Cuts.forEach(protocol.received(MESSAGES), chunks -> {
                EmbeddedChannel channel = channel(protocol);
                chunks.forEach(chunk -> channel.writeInbound(Unpooled.wrappedBuffer(chunk)));
                assertEquals(MESSAGES, List.copyOf(channel.inboundMessages()));
                channel.writeOutbound(channel.inboundMessages().toArray());
                assertArrayEquals(
                        sent, joined(channel.outboundMessages().stream().map(WithNetty::bytes)));
            });
        }

        @ParameterizedTest
        @EnumSource
        void refuses_a_body_over_8_mib_and_an_unknown_type(Protocol protocol) {
            for (List<?> refused : List.of(TOO_LONG, UNKNOWN)) {
                ByteBuf stream = Unpooled.wrappedBuffer(protocol.received(refused));
                EmbeddedChannel channel = channel(protocol);
                assertThrows(DecoderException.class, () -> channel.writeInbound(stream));
            }
        }

        private static EmbeddedChannel channel(Protocol protocol) {
            EmbeddedChannel channel = new EmbeddedChannel();
            protocol.addHandlersTo(channel.pipeline());
            return channel;
        }

        private static byte[] bytes(Object message) {
            ByteBuf buffer = (ByteBuf) message;
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes).release();
            return bytes;
        }
    }

    @Nested
    @DisplayName("tokio-util and prost, as a process")
    class WithTokio {

        @BeforeAll
        static void build() throws Exception {
            RustProgram.build();
        }

        @ParameterizedTest
        @EnumSource
        void decodes_and_encodes_a_stream_that_comes_whole_or_byte_by_byte(Protocol protocol) throws Exception {
            byte[] received = protocol.received(MESSAGES);
            for (int chunk : new int[] {received.length, 1}) {
                assertArrayEquals(protocol.sent(MESSAGES), RustProgram.relay(protocol, chunk, received));
            }
        }

        @ParameterizedTest
        @EnumSource
        void refuses_a_body_over_8_mib_and_an_unknown_type(Protocol protocol) {
            for (List<?> refused : List.of(TOO_LONG, UNKNOWN)) {
                byte[] received = protocol.received(refused);
                IOException e =
                        assertThrows(IOException.class, () -> RustProgram.relay(protocol, received.length, received));
                assertTrue(e.getMessage().contains("InvalidData"), e::getMessage);
            }
        }
    }

    private static byte[] joined(Stream<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
