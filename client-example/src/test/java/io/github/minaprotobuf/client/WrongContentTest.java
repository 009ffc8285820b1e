package io.github.minaprotobuf.client;

import static io.github.minaprotobuf.client.Gallery.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that find every frame, and get wrong what is in it or which it is. */
@Execution(ExecutionMode.CONCURRENT)
class WrongContentTest {

    @Test
    void swappingTwoRepliesFailsTheCasesWithThatManyFrames() throws IOException {
        assertFails(Set.of("2.3", "7.1", "7.3"), () -> new Behaviour() {
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
        assertFails(Set.of("3.3", "3.4", "3.5", "6.2", "7.5"), () -> new Behaviour() {
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
    void cuttingLargeRepliesOffFailsTheCasesWithLargeBodies() throws IOException {
        assertFails(Set.of("3.5", "7.5"), () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(Arrays.copyOf(body, Math.min(body.length, (1 << 20) + 1)));
            }
        });
    }

    @Test
    void takingMinusZeroForZeroFailsTheCaseAboutDoubles() throws IOException {
        assertFails(Set.of("4.3"), () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                Echo message = Echo.parseFrom(body);
                send(
                        message.getRatio() == 0
                                ? message.toBuilder().clearRatio().build().toByteArray()
                                : body);
            }
        });
    }

    @Test
    void leavingOutUnknownFieldsFailsAnOptionalCase() throws IOException {
        ClientRun run = Gallery.check(
                Wire.LE32,
                () -> new Behaviour() {
                    @Override
                    void received(byte[] body) throws IOException {
                        Echo message = Echo.parseFrom(body);
                        boolean known = message.getUnknownFields().asMap().isEmpty();
                        send(
                                known
                                        ? body
                                        : Echo.newBuilder()
                                                .setId(message.getId())
                                                .build()
                                                .toByteArray());
                    }
                },
                "4 5.17");

        assertEquals(Set.of("4.15"), run.warned(), run::out);
        assertEquals(Set.of(), run.failed(), run::out);
        assertEquals(17, run.passed().size(), run::out);
        assertEquals(0, run.exitCode());
    }

    @Test
    void answeringMalformedFramesFailsTheCasesAboutThem() throws IOException {
        assertFails(Set.of("5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.8"), () -> new Behaviour() {
            @Override
            void malformed(byte[] body) throws IOException {
                send(body);
            }
        });
    }

    @Test
    void stoppingAtAMalformedFrameFailsTheCasesAboutThem() throws IOException {
        assertFails(
                Set.of("5.1", "5.7", "5.8"),
                "1 5.1 5.7 5.8 5.10 5.11 5.13 --timeout 2",
                Wire.LE32,
                () -> new Behaviour() {
                    @Override
                    void malformed(byte[] body) {
                        hang();
                    }
                });
    }

    @Test
    void sayingThatAMessageIsMalformedFailsTheCasesAboutThat() throws IOException {
        assertFails(Set.of("5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"), () -> new Behaviour() {
            @Override
            void malformed(byte[] body) throws IOException {
                send(new byte[] {0x12, 1, '!'});
            }
        });
    }
}
