package io.github.minaprotobuf.client;

import static io.github.minaprotobuf.client.Gallery.allBut;
import static io.github.minaprotobuf.client.Gallery.assertFails;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that get single frames right, and connections, memory or time wrong. */
@Execution(ExecutionMode.CONCURRENT)
class WrongServiceTest {

    /** The memory of a server that must not take that of the tests: it dies when it wants more. */
    private static final long HEAP_BYTES = 64L << 20;

    @Test
    void losingRepliesOnHalfCloseFailsTheCasesThatHalfCloseEarly() throws IOException {
        assertFails(Set.of("6.1", "6.2"), "1 3.1 3.2 6.1 6.2 6.3", Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                if (!endsWithin(250)) {
                    send(body);
                }
            }
        });
    }

    @Test
    void keepingTheConnectionAfterAHalfCloseFailsTheCasesAboutHalfClose() throws IOException {
        assertFails(
                Set.of("6.1", "6.2", "6.3"), "1 3.1 5.5 6.1 6.2 6.3 7.1 --timeout 2", Wire.LE32, () -> new Behaviour() {
                    @Override
                    void ended() throws IOException {
                        sendRaw();
                        hang();
                    }
                });
    }

    @Test
    void aSurplusByteAfterTheLastReplyFailsAllThatHalfClose() throws IOException {
        ClientRun run = assertFails(allBut(), () -> new Behaviour() {
            @Override
            void ended() throws IOException {
                sendRaw((byte) 0x42);
            }
        });

        assertTrue(run.text().contains("surplus bytes: 42"), run::out);
    }

    @Test
    void speakingFirstFailsEveryCase() throws IOException {
        assertFails(
                Set.of("1.1", "1.2", "1.3", "1.4", "1.5", "6.3", "6.4", "6.7"),
                "1 6.3 6.4 6.7",
                Wire.LE32,
                () -> new Behaviour() {
                    @Override
                    void accepted() throws IOException {
                        send(new byte[] {0x12, 2, 'h', 'i'});
                    }
                });
    }

    @Test
    void answeringOnlyWhenTheNextRequestComesFailsTheCasesThatWaitForAReply() throws IOException {
        assertFails(Set.of("1.1", "1.4"), "1.1 1.4 6.1 6.2 6.3 --timeout 2", Wire.LE32, () -> new Behaviour() {
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
        });
    }

    @Test
    void answeringAFrameThatEndsEarlyFailsTheCasesThatEndInsideOne() throws IOException {
        assertFails(Set.of("6.5"), "1 5.11 6.1 6.5 6.6", Wire.LE32, () -> new Behaviour() {
            @Override
            void truncated(byte[] partOfBody) throws IOException {
                send(partOfBody);
            }
        });
    }

    @Test
    void closingAnIdleConnectionFailsTheCaseWithAPause() throws IOException {
        assertFails(Set.of("6.8"), "1 6", Wire.LE32, () -> new Behaviour() {
            @Override
            void accepted() throws IOException {
                closeWhenIdle(2_000);
            }
        });
    }

    @Test
    void reservingWhatALengthDeclaresFailsTheCasesThatOnlyDeclare() throws IOException {
        AtomicLong reserved = new AtomicLong();
        assertFails(Set.of("5.15"), "1 2.3 5.9 5.10 5.15", Wire.LE32, () -> new Behaviour() {
            @Override
            byte[] readBody(DataInputStream in, int bodyLength) throws IOException {
                if (reserved.addAndGet(bodyLength) > HEAP_BYTES) {
                    die();
                }
                byte[] body = super.readBody(in, bodyLength);
                reserved.addAndGet(-bodyLength);
                return body;
            }
        });
    }

    @Test
    void keepingTheBytesOfRefusedFramesFailsTheCaseThatSendsManyOfThem() throws IOException {
        assertFails(Set.of("5.16"), "1 3.5 3.6 5.10 5.16", Wire.LE32, () -> new Behaviour() {
            private long kept;

            @Override
            void oversize(int bodyLength) throws IOException {
                if (bodyLength < 0) {
                    super.oversize(bodyLength);
                }
                kept += bodyLength;
                if (kept > 4 * TinyEchoServer.MAX_BODY) {
                    die();
                }
                skip(bodyLength);
            }
        });
    }

    @Test
    void answeringOnTheLatestConnectionFailsTheCasesWithTrafficOnSeveral() throws IOException {
        AtomicReference<Behaviour> latest = new AtomicReference<>();
        assertFails(Set.of("7.2", "7.3"), "1 5.15 6.7 7 --skip 7.4 --timeout 5", Wire.LE32, () -> {
            latest.set(new Behaviour() {
                @Override
                void received(byte[] body) throws IOException {
                    latest.get().send(body);
                }
            });
            return latest.get();
        });
    }

    @Test
    void servingOneConnectionAtATimeFailsTheCasesWithSeveral() throws IOException {
        Object turn = new Object();
        assertFails(Set.of("5.15", "7.3"), "1 5.15 7.1 7.3 --timeout 3", Wire.LE32, () -> new Behaviour() {
            @Override
            byte[] readBody(DataInputStream in, int bodyLength) throws IOException {
                synchronized (turn) {
                    return super.readBody(in, bodyLength);
                }
            }
        });
    }

    @Test
    void dyingOfALengthFailsThatCaseAndAllBehindIt() throws IOException {
        ClientRun run = assertFails(Set.of("5.9", "6.1", "7.1"), "1 5.9 6.1 7.1", Wire.LE32, () -> new Behaviour() {
            @Override
            void oversize(int bodyLength) throws IOException {
                die();
            }
        });

        assertTrue(run.text().contains("an echo on a new connection afterwards"), run::out);
    }

    @Test
    void droppingAClientThatReadsLateFailsTheCaseThatReadsLate() throws IOException {
        assertFails(Set.of("7.4"), "1 7.4", Wire.LE32, () -> new Behaviour() {
            private long bytes;

            @Override
            void received(byte[] body) throws IOException {
                bytes += body.length;
                if (bytes > 16 << 20) {
                    throw new IOException("too much unread");
                }
                send(body);
            }
        });
    }
}
