package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.codec.test.Sample;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Statistics count for all sessions of a factory")
class CodecStatisticsTest {

    private final ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
            .maxBodyLength(1_000)
            .build();

    private static void assertCounts(
            CodecStatistics actual,
            long framesDecoded,
            long bytesDecoded,
            long framesEncoded,
            long bytesEncoded,
            long framesRejected) {
        assertEquals(
                "CodecStatistics[framesDecoded=" + framesDecoded + ", framesEncoded=" + framesEncoded
                        + ", bytesDecoded=" + bytesDecoded + ", bytesEncoded=" + bytesEncoded
                        + ", framesRejected=" + framesRejected + ", retainedBytes=0]",
                actual.toString());
    }

    @Test
    void frames_and_their_body_bytes_in_both_directions() {
        Peer.onStream(factory).send(Wire.LE32.frame(Samples.ofBodyLength(100)));
        Peer peer = Peer.onStream(factory).send(Wire.LE32.frame(Samples.ofBodyLength(20)));
        peer.write(Samples.ofBodyLength(7));
        assertCounts(factory.statistics(), 2, 120, 1, 7, 0);
    }

    @Test
    void each_bad_frame_is_rejected_once_and_not_decoded() {
        Peer malformed = Peer.onStream(factory).send(Wire.LE32.frame(new byte[] {0}));
        malformed.send(Wire.LE32.header(1_001)).send(new byte[500]).send(new byte[501]);
        Peer.onStream(factory)
                .send(Arrays.copyOf(Wire.LE32.frame(Samples.ONE), 6))
                .close();
        assertCounts(factory.statistics(), 0, 0, 0, 0, 3);

        ProtobufCodecFactory grpc = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.grpc())
                .build();
        Peer.onStream(grpc).send((byte) 2).send(new byte[100]).close();
        assertCounts(grpc.statistics(), 0, 0, 0, 0, 1);
        malformed.write(Samples.ofBodyLength(1_001));
        malformed.write("no message");
        assertCounts(factory.statistics(), 0, 0, 0, 0, 3);
    }

    @Test
    void of_threads_that_work_at_once_and_of_threads_that_have_ended() throws Exception {
        byte[] frame = Wire.LE32.frame(Samples.ofBodyLength(10));
        for (int round = 1; round <= 3; round++) {
            List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                        Peer peer = Peer.onStream(factory);
                        for (int i = 0; i < 50; i++) {
                            peer.send(frame);
                            peer.write(Samples.ofBodyLength(7));
                        }
                    }))
                    .limit(80)
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertCounts(factory.statistics(), 4_000L * round, 40_000L * round, 4_000L * round, 28_000L * round, 0);
        }
    }

    @Test
    void they_are_an_mxbean() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.github.minaprotobuf:type=CodecStatistics,name=test");
        server.registerMBean(factory.statistics(), name);
        try {
            Peer.onStream(factory)
                    .send(Wire.LE32.frame(Samples.ofBodyLength(100)))
                    .send(Arrays.copyOf(Wire.LE32.frame(Samples.ofBodyLength(50)), 30))
                    .write(Samples.ofBodyLength(7));
            assertEquals(1L, server.getAttribute(name, "FramesDecoded"));
            assertEquals(100L, server.getAttribute(name, "BytesDecoded"));
            assertEquals(1L, server.getAttribute(name, "FramesEncoded"));
            assertEquals(7L, server.getAttribute(name, "BytesEncoded"));
            assertEquals(0L, server.getAttribute(name, "FramesRejected"));
            assertEquals(50L, server.getAttribute(name, "RetainedBytes"));
        } finally {
            server.unregisterMBean(name);
        }
    }
}
