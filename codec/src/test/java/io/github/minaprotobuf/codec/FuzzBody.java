package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Small;
import io.github.minaprotobuf.codec.test.Strict;
import io.github.minaprotobuf.codec.test.StrictProto;

/** What the bodies of a {@link FuzzCase} are, for the codec and, without it, for the reference. */
enum FuzzBody {
    SAMPLE(BodyCodec.of(Sample.getDefaultInstance())) {
        @Override
        Object parse(byte[] bytes) throws InvalidProtocolBufferException {
            return Sample.parseFrom(bytes);
        }
    },
    STRICT(BodyCodec.of(Strict.getDefaultInstance(), Extensions.KNOWN)) {
        @Override
        Object parse(byte[] bytes) throws InvalidProtocolBufferException {
            return Strict.parseFrom(bytes, Extensions.KNOWN);
        }
    },
    LITE(BodyCodec.of(Small.getDefaultInstance())) {
        @Override
        Object parse(byte[] bytes) throws InvalidProtocolBufferException {
            // As the decoder does, out of a stream: out of an array, the lite runtime takes varints of more than ten
            // bytes, which it refuses out of a stream, and the full runtime in both.
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            Small message = Small.parser().parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        }
    },
    RAW(BodyCodec.bytes()) {
        @Override
        Object parse(byte[] bytes) {
            return ByteString.copyFrom(bytes);
        }
    };

    /** How many types there are in {@link #types()}, from 0. */
    static final int TYPES = values().length;

    private final BodyCodec<?> codec;

    FuzzBody(BodyCodec<?> codec) {
        this.codec = codec;
    }

    /** Four choices, from 0. */
    static FuzzBody of(int choice) {
        return values()[choice];
    }

    /** The same bodies told apart by type, which is their ordinal number here. */
    static MessageTypes types() {
        return MessageTypes.builder()
                .receive(0, Sample.getDefaultInstance())
                .receive(1, Strict.getDefaultInstance())
                .receive(2, Small.getDefaultInstance())
                .bytes(3)
                .extensions(Extensions.KNOWN)
                .build();
    }

    BodyCodec<?> codec() {
        return codec;
    }

    abstract Object parse(byte[] bytes) throws InvalidProtocolBufferException;

    private static final class Extensions {
        static final ExtensionRegistry KNOWN = ExtensionRegistry.newInstance();

        static {
            StrictProto.registerAllExtensions(KNOWN);
        }
    }
}
