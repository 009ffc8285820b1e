package io.github.minaprotobuf.protocols.wirecode;

import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.Peer;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import io.netty.channel.ChannelPipeline;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What is spoken, and the wire code for it in Java. */
enum Protocol {
    MUMBLE("Mumble", 0, 3, MumbleWithMina.FORMAT, MumbleWithMina.CODEC, MumbleWithNetty::addTo),
    MYSQL_X("MySQL X", 3, 19, MySqlXWithMina.FORMAT, MySqlXWithMina.CODEC, MySqlXWithNetty::addTo),
    RIAK("Riak", 9, 10, RiakWithMina.FORMAT, RiakWithMina.CODEC, RiakWithNetty::addTo),
    ESPHOME("ESPHome", 2, 128, EspHomeWithMina.FORMAT, EspHomeWithMina.CODEC, EspHomeWithNetty::addTo);

    private final String title;
    private final ProtobufCodecFactory peer;
    private final ProtobufCodecFactory codec;
    private final Consumer<ChannelPipeline> netty;

    /**
     * @param sample the id that a peer sends a {@code Sample} with
     * @param strict the id that a peer sends a {@code Strict} with
     */
    Protocol(
            String title,
            int sample,
            int strict,
            FrameFormat format,
            ProtobufCodecFactory codec,
            Consumer<ChannelPipeline> netty) {
        this.title = title;
        this.codec = codec;
        this.netty = netty;
        MessageTypes types = MessageTypes.builder()
                .send(sample, Sample.getDefaultInstance())
                .send(strict, Strict.getDefaultInstance())
                .unknownAsBytes()
                .build();
        peer = ProtobufCodecFactory.builder(types)
                .frameFormat(format)
                .maxBodyLength(16 << 20) // more than the wire code takes
                .build();
    }

    /** As in the table of {@code types.md}. */
    @Override
    public String toString() {
        return title;
    }

    String nameInRust() {
        return name().toLowerCase(Locale.ROOT);
    }

    ProtobufCodecFactory codec() {
        return codec;
    }

    void addHandlersTo(ChannelPipeline pipeline) {
        netty.accept(pipeline);
    }

    /** What a peer sends these as. */
    byte[] received(List<?> messages) {
        return written(peer, messages);
    }

    /** What a peer gets these as. */
    byte[] sent(List<MessageLite> messages) {
        return written(codec, messages);
    }

    private static byte[] written(ProtobufCodecFactory factory, List<?> messages) {
        Peer writer = Peer.onStream(factory);
        messages.forEach(writer::write);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.written().forEach(out::writeBytes);
        return out.toByteArray();
    }
}
