package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tap changes nothing: whatever is asked of a server through it is answered as if it were not there. */
@Execution(ExecutionMode.CONCURRENT)
class TapChecksIT {

    /** The least that check takes: the cases are the same, with fewer bytes. */
    private static final int MAX_BODY = 128 << 10;

    @EachFormat
    void everyCheckPassesThroughIt(Wire wire) throws Exception {
        assertAllPass(wire, "");
    }

    /** A header of fixed length, and one whose length is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"le32", "varint32"})
    void everyCheckPassesThroughItWhenItCutsAtRandom(String format) throws Exception {
        assertAllPass(Wire.parse(format), "--cut random");
    }

    private static void assertAllPass(Wire wire, String options) throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(wire, MAX_BODY);
                RunningTap tap = new RunningTap(
                        server.getLocalAddress().getPort(), "--min-length 1GiB --format " + wire + " " + options)) {
            ClientRun run = ClientRun.of("check --strict --timeout 60 --max-body " + MAX_BODY + " --port " + tap.port()
                    + " --format " + wire);

            assertEquals(Set.of(), run.failedAtAnyLevel(), run::out);
            assertEquals(0, run.exitCode(), run::out);
        }
    }
}
