package io.github.minaprotobuf.client;

import static io.github.minaprotobuf.client.Gallery.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers without a fault, each in its own way: a conformance tool must not fail them. */
@Execution(ExecutionMode.CONCURRENT)
class RightServersTest {

    private static final Supplier<Behaviour> SKIPS_MALFORMED_AND_CLOSES_ON_OVERSIZE = Behaviour::new;

    private static final Supplier<Behaviour> CLOSES_ON_MALFORMED_AND_SKIPS_OVERSIZE = () -> new Behaviour() {
        @Override
        void malformed(byte[] body) throws IOException {
            throw new IOException("no message");
        }

        @Override
        void oversize(int bodyLength) throws IOException {
            if (bodyLength < 0) {
                super.oversize(bodyLength);
            }
            skip(bodyLength);
        }
    };

    /** The echo server skips what is too long: here, the slow cases meet a server that closes. */
    @Test
    void skippingMalformedFramesIsRightInEveryCase() throws IOException {
        assertFails(Set.of(), "", Wire.VARINT32, SKIPS_MALFORMED_AND_CLOSES_ON_OVERSIZE);
    }

    @EachFormat
    void skippingMalformedFramesIsRight(Wire wire) throws IOException {
        assertFails(Set.of(), wire, SKIPS_MALFORMED_AND_CLOSES_ON_OVERSIZE);
    }

    @EachFormat
    void closingOnMalformedFramesIsRight(Wire wire) throws IOException {
        assertFails(Set.of(), "1 3.5 3.6 5", wire, CLOSES_ON_MALFORMED_AND_SKIPS_OVERSIZE);
    }

    @Test
    void whereOneWayIsPinnedTheOtherFails() throws IOException {
        ClientRun pinned = Gallery.check(
                Wire.LE32, SKIPS_MALFORMED_AND_CLOSES_ON_OVERSIZE, "3.6 5 --on-malformed close --on-oversize skip");

        assertEquals(
                Set.of("3.6", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.8", "5.9", "5.16"),
                pinned.failed(),
                pinned::out);
    }

    @Test
    void whereTheRightWayIsPinnedAllPass() throws IOException {
        ClientRun pinned = Gallery.check(
                Wire.LE32, SKIPS_MALFORMED_AND_CLOSES_ON_OVERSIZE, "3.6 5 --on-malformed skip --on-oversize close");

        assertEquals(Set.of(), pinned.failed(), pinned::out);
        assertEquals(0, pinned.exitCode());
    }
}
