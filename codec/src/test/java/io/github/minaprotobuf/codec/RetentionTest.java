package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a session retains is in proportion to what it really received")
class RetentionTest {

    private static final int GIB = 1 << 30;

    private static ProtobufCodecFactory factory(Wire wire) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .maxBodyLength(GIB)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_at_a_frame_boundary(Wire wire) {
        Peer peer = Peer.onStream(factory(wire));
        byte[] frame = wire.frame(Samples.TWO);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < frame.length; i++) {
                assertTrue(i > 0 || peer.isAtFrameBoundary());
                assertFalse(i > 0 && peer.isAtFrameBoundary());
                peer.send(frame[i]);
            }
            assertTrue(peer.isAtFrameBoundary());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_for_a_gibibyte_that_was_only_declared(Wire wire) {
        ProtobufCodecFactory factory = factory(wire);
        Peer peer = Peer.onStream(factory).send(wire.header(GIB));
        assertEquals(0, factory.statistics().retainedBytes());
        peer.send(new byte[100]);
        assertTrue(
                factory.statistics().retainedBytes() <= 1024,
                factory.statistics().toString());
    }

    @Test
    void at_most_four_times_the_bytes_that_arrived() {
        ProtobufCodecFactory factory = factory(Wire.LE32);
        Peer peer = Peer.onStream(factory).send(Wire.LE32.header(GIB));
        long arrived = 0;
        for (int chunk = 1; chunk <= 1 << 20; chunk *= 2) {
            peer.send(new byte[chunk]);
            arrived += chunk;
            assertTrue(factory.statistics().retainedBytes() >= arrived, "holds less than arrived");
            assertTrue(
                    factory.statistics().retainedBytes() <= Math.max(1024, 4 * arrived),
                    factory.statistics() + " after " + arrived);
        }
        peer.close();
        assertEquals(0, factory.statistics().retainedBytes());
    }

    @Test
    void no_more_than_arrived_where_a_quarter_of_the_body_just_did() {
        ProtobufCodecFactory factory = factory(Wire.LE32);
        Peer.onStream(factory).send(Wire.LE32.header(4_096)).send(new byte[1_024]);
        assertEquals(1_024, factory.statistics().retainedBytes());
    }

    @Test
    void never_more_than_the_declared_length() {
        ProtobufCodecFactory factory = factory(Wire.LE32);
        Sample sample = Samples.ofBodyLength(100_000);
        byte[] frame = Wire.LE32.frame(sample);
        Peer peer = Peer.onStream(factory).send(Arrays.copyOf(frame, 1_000));
        assertEquals(1_562, factory.statistics().retainedBytes());
        peer.send(Arrays.copyOfRange(frame, 1_000, frame.length - 1));
        assertEquals(100_000, factory.statistics().retainedBytes());
        peer.send(frame[frame.length - 1]);
        assertEquals(List.of(sample), peer.events());
        assertEquals(0, factory.statistics().retainedBytes());
    }
}
