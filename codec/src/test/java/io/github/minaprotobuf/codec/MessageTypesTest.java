package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Small;
import io.github.minaprotobuf.codec.test.Strict;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@DisplayName("Message types that contradict each other, or their format, are refused at build time")
class MessageTypesTest {

    private static final MessageLite SAMPLE = Sample.getDefaultInstance();
    private static final MessageLite STRICT = Strict.getDefaultInstance();
    private static final FrameFormat TYPED_BY_A_BYTE = FrameFormat.builder()
            .fixedType(1, ByteOrder.BIG_ENDIAN)
            .varintLength()
            .build();

    private static void assertRefused(String message, Executable wrong) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    @Test
    void two_messages_for_one_id() {
        assertRefused(
                "two kinds of body to receive with type id 5",
                () -> MessageTypes.builder().receive(5, SAMPLE).receive(5, STRICT));
        assertRefused(
                "two kinds of body to receive with type id 5",
                () -> MessageTypes.builder().bytes(5).type(5, STRICT));
        assertRefused(
                "two kinds of body to receive with type id 4294967295",
                () -> MessageTypes.builder().receive(-1, STRICT).bytes(-1));
        assertRefused(
                "two messages to send with type id 5",
                () -> MessageTypes.builder().send(5, SAMPLE).send(5, STRICT));
    }

    @Test
    void two_ids_to_send_one_class_with() {
        assertRefused(
                "minaprotobuf.codec.test.Sample has two type ids to send, 5 and 6",
                () -> MessageTypes.builder().type(5, SAMPLE).type(6, SAMPLE));
        assertRefused(
                Small.class.getName() + " has two type ids to send, 5 and 6",
                () -> MessageTypes.builder().send(5, Small.getDefaultInstance()).send(6, Small.getDefaultInstance()));
        MessageTypes.builder().type(5, SAMPLE).receive(6, SAMPLE).build();
    }

    @Test
    void nothing_at_all() {
        assertThrows(IllegalStateException.class, () -> MessageTypes.builder().build());
        assertRefused(
                "prototype of type id 5 is null", () -> MessageTypes.builder().type(5, null));
        assertRefused(
                "prototype of type id 5 is null", () -> MessageTypes.builder().send(5, null));
        assertRefused("extension registry is null", () -> MessageTypes.builder().extensions(null));
        assertRefused("message types is null", () -> ProtobufCodecFactory.builder((MessageTypes) null));
        assertRefused("body codec is null", () -> ProtobufCodecFactory.builder((TypedBodyCodec<?>) null));
        assertRefused("bytes is null", () -> TypedBytes.of(5, null));
    }

    @Test
    void an_id_that_does_not_fit_its_field() {
        for (MessageTypes.Builder types : new MessageTypes.Builder[] {
            MessageTypes.builder().receive(256, SAMPLE),
            MessageTypes.builder().send(256, SAMPLE),
            MessageTypes.builder().bytes(256)
        }) {
            assertRefused(
                    "type id 256 is over the most that FrameFormat[type:1be length:varint] can say, 255",
                    () -> ProtobufCodecFactory.builder(types.build())
                            .frameFormat(TYPED_BY_A_BYTE)
                            .build());
        }
        ProtobufCodecFactory.builder(MessageTypes.builder().type(255, SAMPLE).build())
                .frameFormat(TYPED_BY_A_BYTE)
                .build();
    }

    @Test
    void a_typed_format_without_types_and_the_reverse() {
        assertRefused(
                "FrameFormat[type:1be length:varint] says a body's type, which this codec has no use for: build it with"
                        + " MessageTypes or a TypedBodyCodec",
                () -> ProtobufCodecFactory.builder(SAMPLE)
                        .frameFormat(TYPED_BY_A_BYTE)
                        .build());
        assertRefused(
                "the codec tells bodies apart by their type, and FrameFormat[length:4le] says none: give it a frameFormat"
                        + " with fixedType or varintType",
                () -> ProtobufCodecFactory.builder(
                                MessageTypes.builder().unknownAsBytes().build())
                        .build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ProtobufCodecFactory.builder(new Typed())
                        .frameFormat(FrameFormat.grpc())
                        .build());
    }

    @Test
    void unknown_fields_to_skip_where_that_cannot_be_done() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ProtobufCodecFactory.builder(MessageTypes.builder()
                                .type(1, Small.getDefaultInstance())
                                .build())
                        .frameFormat(TYPED_BY_A_BYTE)
                        .discardUnknownFields(true)
                        .build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ProtobufCodecFactory.builder(new Typed())
                        .frameFormat(TYPED_BY_A_BYTE)
                        .discardUnknownFields(true)
                        .build());
    }

    private static final class Typed implements TypedBodyCodec<Object> {
        @Override
        public Object decode(int type, CodedInputStream body, int length) {
            throw new AssertionError("not asked");
        }

        @Override
        public int typeOf(Object message) {
            throw new AssertionError("not asked");
        }
    }
}
