package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A conformance tool is as good as the faults that it catches: each server here has one, and fails certain cases. */
@Execution(ExecutionMode.CONCURRENT)
class WrongServersTest {

    /** A case waits that long for a reply that does not come; one that passes takes far less. */
    private static final String TIMEOUT = " --timeout 8";

    @ParameterizedTest
    @EnumSource
    void aServerWithNoFaultPassesEverything(Wire wire) throws IOException {
        ClientRun run = check(wire, Behaviour::new, "");

        assertEquals(Set.of(), run.failed(), run::out);
        assertEquals(allCases(), run.passed());
        assertEquals(0, run.exitCode());
    }

    @Test
    void droppingEmptyFramesFailsTheCasesWithEmptyMessages() throws IOException {
        assertFails(Set.of("1.2", "1.3", "2.1", "2.2", "2.5"), () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                if (body.length > 0) {
                    send(body);
                }
            }
        });
    }

    @Test
    void swappingTwoRepliesFailsTheCasesWithThatManyFrames() throws IOException {
        assertFails(Set.of("2.3", "7.1"), () -> new Behaviour() {
            private int count;
            private byte[] held;

            @Override
            void received(byte[] body) throws IOException {
                if (++count == 700) {
                    held = body;
                    return;
                }
                send(body);
                if (count == 701) {
                    send(held);
                }
            }
        });
    }

    @Test
    void corruptingAByteFarIntoABodyFailsTheCasesWithLargeBodies() throws IOException {
        assertFails(Set.of("3.3", "6.2"), () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                if (body.length > 65_536) {
                    body[65_536] ^= 1;
                }
                send(body);
            }
        });
    }

    @Test
    void theOtherByteOrderFailsAllButWhereThereIsNothingToOrder() throws IOException {
        assertFails(allCasesBut("1.2", "6.3"), () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return Wire.BE32.header(bodyLength);
            }
        });
    }

    @Test
    void countingThePrefixInTheLengthFailsAllCasesWithFrames() throws IOException {
        ClientRun run = check(Wire.LE32, () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return super.header(4 + bodyLength);
            }
        }, "1 6 --timeout 0.5");

        assertEquals(Set.of("1.1", "1.2", "1.3", "1.4", "6.1", "6.2"), run.failed(), run::out);
        assertEquals(Set.of("6.3"), run.passed());
    }

    @Test
    void declaringTwoGibFailsAllCasesWithFramesAtOnceAndTakesNoMemory() throws IOException {
        ClientRun run = assertFails(allCasesBut("6.3"), () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return super.header(Integer.MAX_VALUE);
            }
        });

        assertTrue(run.out().contains("0 replies, then a header of ff ff ff 7f: a body of 2147483647 bytes declared"),
                run::out);
    }

    @Test
    void takingOneReadForAWholeHeaderFailsTheCaseThatCutsHeaders() throws IOException {
        ClientRun run = check(Wire.LE32, () -> new Behaviour() {
            @Override
            int readBodyLength(DataInputStream in, int first) throws IOException {
                byte[] rest = new byte[3];
                in.read(rest);
                return first | (rest[0] & 0xFF) << 8 | (rest[1] & 0xFF) << 16 | (rest[2] & 0xFF) << 24;
            }
        }, "1 2.2 2.3");

        assertEquals(Set.of("2.2"), run.failed(), run::out);
        assertEquals(Set.of("1.1", "1.2", "1.3", "1.4", "2.3"), run.passed());
    }

    @Test
    void losingRepliesOnHalfCloseFailsTheCasesThatHalfCloseEarly() throws IOException {
        ClientRun run = check(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                if (!endsWithin(250)) {
                    send(body);
                }
            }
        }, "1 3 6");

        assertEquals(Set.of("6.1", "6.2"), run.failed(), run::out);
        assertEquals(Set.of("1.1", "1.2", "1.3", "1.4", "3.1", "3.2", "3.3", "6.3"), run.passed());
    }

    @Test
    void keepingTheConnectionAfterAHalfCloseFailsTheCasesAboutHalfClose() throws IOException {
        ClientRun run = check(Wire.LE32, () -> new Behaviour() {
            @Override
            void ended() throws IOException {
                hang();
            }
        }, "1 6.1 6.3 --timeout 2");

        assertEquals(Set.of("6.1", "6.3"), run.failed(), run::out);
        assertEquals(Set.of("1.1", "1.2", "1.3", "1.4"), run.passed());
    }

    @Test
    void aSurplusByteAfterTheLastReplyFailsEveryCase() throws IOException {
        ClientRun run = assertFails(allCases(), () -> new Behaviour() {
            @Override
            void ended() throws IOException {
                sendRaw((byte) 0x42);
            }
        });

        assertTrue(run.out().contains("surplus bytes: 42"), run::out);
    }

    @Test
    void answeringOnlyWhenTheNextRequestComesFailsTheCasesThatWaitForAReply() throws IOException {
        ClientRun run = check(Wire.LE32, () -> new Behaviour() {
            private byte[] held;

            @Override
            void received(byte[] body) throws IOException {
                ended();
                held = body;
            }

            @Override
            void ended() throws IOException {
                if (held != null) {
                    send(held);
                }
            }
        }, "1.1 1.4 6 --timeout 2");

        assertEquals(Set.of("1.1", "1.4"), run.failed(), run::out);
        assertEquals(Set.of("6.1", "6.2", "6.3"), run.passed());
    }

    private static ClientRun assertFails(Set<String> ids, Supplier<Behaviour> behaviours) throws IOException {
        ClientRun run = check(Wire.LE32, behaviours, "");
        assertAll(
                () -> assertEquals(new TreeSet<>(ids), run.failed(), run::out),
                () -> assertEquals(allCasesBut(ids.toArray(String[]::new)), run.passed()),
                () -> assertEquals(1, run.exitCode()));
        return run;
    }

    private static ClientRun check(Wire wire, Supplier<Behaviour> behaviours, String arguments) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(wire, behaviours)) {
            String target = " --port " + server.port() + " --format " + wire;
            return ClientRun.of(("check " + arguments).strip() + target + (arguments.isEmpty() ? TIMEOUT : ""));
        }
    }

    private static Set<String> allCases() {
        return allCasesBut();
    }

    private static Set<String> allCasesBut(String... ids) {
        Set<String> rest = new TreeSet<>(Catalogue.select(List.of()).stream().map(Case::id).toList());
        rest.removeAll(Arrays.asList(ids));
        return rest;
    }
}
