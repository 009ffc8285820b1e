package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.test.Sample;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream of frames, however it is cut, decodes to its messages")
class DecodeTest {

    private static ProtobufCodecFactory factory(Wire wire) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void mixed_frames_in_order(Wire wire) {
        Cuts.forEach(wire.frames(Samples.MIXED), chunks -> {
            Peer peer = Peer.onStream(factory(wire)).sendAll(chunks);
            assertEquals(Samples.MIXED, peer.events());
            assertTrue(peer.isAtFrameBoundary());
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_single_empty_message(Wire wire) {
        Cuts.forEach(
                wire.frame(Samples.EMPTY),
                chunks -> assertEquals(
                        List.of(Samples.EMPTY),
                        Peer.onStream(factory(wire)).sendAll(chunks).events()));
    }

    @ParameterizedTest
    @EnumSource
    void seeded_random_messages(Wire wire) {
        long seed = System.nanoTime();
        System.out.println("seeded_random_messages " + wire + " seed " + seed);
        Random random = new Random(seed);
        List<Sample> messages =
                Stream.generate(() -> randomSample(random)).limit(100).toList();
        Cuts.forEach(wire.frames(messages), chunks -> {
            Peer peer = Peer.onStream(factory(wire)).sendAll(chunks);
            assertEquals(messages, peer.events());
            assertTrue(peer.isAtFrameBoundary());
        });
    }

    @ParameterizedTest
    @EnumSource
    void bodies_of_every_length_around_the_bounds_of_prefixes(Wire wire) {
        List<Sample> messages = Stream.of(2, 126, 127, 128, 129, 16_383, 16_384, 16_385, 70_000)
                .map(Samples::ofBodyLength)
                .toList();
        Cuts.forEach(
                wire.frames(messages),
                chunks -> assertEquals(
                        messages, Peer.onStream(factory(wire)).sendAll(chunks).events()));
    }

    @ParameterizedTest
    @EnumSource
    void from_every_kind_of_buffer_without_keeping_it(Wire wire) {
        byte[] stream = wire.frames(Samples.MIXED);
        for (BufferKind kind : BufferKind.values()) {
            Cuts.forEach(stream, chunks -> {
                Peer peer = Peer.onStream(factory(wire));
                chunks.forEach(chunk -> peer.send(kind, chunk));
                assertEquals(Samples.MIXED, peer.events(), kind.toString());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_payload_that_looks_like_frames(Wire wire) {
        Sample innocent = Sample.newBuilder()
                .setPayload(ByteString.copyFrom(wire.frames(Samples.MIXED)))
                .build();
        List<Sample> messages = List.of(Samples.ONE, innocent, Samples.TWO);
        Cuts.forEach(
                wire.frames(messages),
                chunks -> assertEquals(
                        messages, Peer.onStream(factory(wire)).sendAll(chunks).events()));
    }

    @ParameterizedTest
    @EnumSource
    void two_sessions_of_one_factory_do_not_mix(Wire wire) {
        ProtobufCodecFactory factory = factory(wire);
        Peer left = Peer.onStream(factory);
        Peer right = Peer.onStream(factory);
        byte[] leftFrame = wire.frame(Samples.ONE);
        byte[] rightFrame = wire.frame(Samples.TWO);
        for (int i = 0; i < Math.max(leftFrame.length, rightFrame.length); i++) {
            if (i < leftFrame.length) {
                left.send(leftFrame[i]);
            }
            if (i < rightFrame.length) {
                right.send(rightFrame[i]);
            }
        }
        assertEquals(List.of(Samples.ONE), left.events());
        assertEquals(List.of(Samples.TWO), right.events());
    }

    private static Sample randomSample(Random random) {
        Sample.Builder sample = Sample.newBuilder();
        if (random.nextBoolean()) {
            sample.setId(random.nextLong());
        }
        if (random.nextInt(4) == 0) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            sample.setPayload(ByteString.copyFrom(payload));
        }
        return sample.build();
    }
}
