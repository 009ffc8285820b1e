package io.github.minaprotobuf.bench;

import com.google.protobuf.Parser;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/** Those who compete at decoding. Each hands its messages to a sink. */
public enum DecodeSubject {
    /** The limit: a bare parser, and the bodies already cut out for it. */
    BARE {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            Parser<Sample> parser = Sample.parser();
            byte[][] bodies = traffic.bodies().toArray(byte[][]::new);
            return () -> {
                for (byte[] body : bodies) {
                    sink.accept(Parsing.parse(parser, body));
                }
            };
        }
    },
    /** What any decoder of a cut body must do before it can parse: one copy of all bytes. */
    COPY {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            byte[][] bodies = traffic.bodies().toArray(byte[][]::new);
            return () -> {
                for (byte[] body : bodies) {
                    sink.accept(body.clone());
                }
            };
        }
    },
    /** The least that a decoder of buffers can do with whole frames: no other format, no limit, no state, no count. */
    LEAST {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            Parser<Sample> parser = Sample.parser();
            List<ByteBuffer> chunks = traffic.heapChunks();
            return () -> {
                for (ByteBuffer chunk : chunks) {
                    chunk.rewind().order(ByteOrder.LITTLE_ENDIAN);
                    while (chunk.hasRemaining()) {
                        int length = chunk.getInt();
                        int start = chunk.position();
                        chunk.position(start + length);
                        sink.accept(Parsing.parse(parser, chunk.array(), chunk.arrayOffset() + start, length));
                    }
                }
            };
        }
    },
    OURS_HEAP {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new MinaDecoding(codec().getDecoder(null), traffic.heapChunks(), sink);
        }
    },
    OURS_DIRECT {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new MinaDecoding(codec().getDecoder(null), traffic.directChunks(), sink);
        }
    },
    /** Headers that say a type, and a table of messages. */
    OURS_TYPED {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new MinaDecoding(
                    typedCodec().getDecoder(null), traffic.typed().heapChunks(), sink);
        }
    },
    STOCK {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new MinaDecoding(new StockIdiomDecoder(), traffic.heapChunks(), sink);
        }
    },
    NETTY_HEAP {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new NettyDecoding(traffic.heapChunks(), sink);
        }
    },
    NETTY_DIRECT {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new NettyDecoding(traffic.directChunks(), sink);
        }
    },
    /** The algorithm of the question that this project answers. */
    QUESTION {
        @Override
        Runnable over(Traffic traffic, Consumer<Object> sink) {
            return new QuestionDecoding(traffic.heapChunks(), sink);
        }
    };

    /** Decodes all of the traffic each time it is run. */
    abstract Runnable over(Traffic traffic, Consumer<Object> sink);

    static ProtobufCodecFactory typedCodec() {
        return ProtobufCodecFactory.builder(Traffic.TYPES)
                .frameFormat(Traffic.TYPED)
                .maxBodyLength(Integer.MAX_VALUE)
                .build();
    }

    static ProtobufCodecFactory codec() {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .maxBodyLength(Integer.MAX_VALUE)
                .build();
    }
}
