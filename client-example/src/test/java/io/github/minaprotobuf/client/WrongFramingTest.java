package io.github.minaprotobuf.client;

import static io.github.minaprotobuf.client.Gallery.allBut;
import static io.github.minaprotobuf.client.Gallery.assertFails;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that get headers wrong, or which bytes belong to which frame. */
@Execution(ExecutionMode.CONCURRENT)
class WrongFramingTest {

    @Test
    void droppingEmptyFramesFailsTheCasesWithEmptyMessages() throws IOException {
        assertFails(
                Set.of("1.2", "1.3", "1.5", "2.1", "2.5", "3.4"),
                "--skip " + Gallery.SLOW + " --timeout 6",
                Wire.LE32,
                () -> new Behaviour() {
                    @Override
                    void received(byte[] body) throws IOException {
                        if (body.length > 0) {
                            send(body);
                        }
                    }
                });
    }

    @Test
    void theOtherByteOrderInRepliesFailsAllThatWantAReplyWithABody() throws IOException {
        ClientRun run = assertFails(allBut("1.2", "6.3"), () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return Wire.BE32.header(bodyLength);
            }
        });

        assertTrue(run.text().contains("a header of 00 00 00 78"), run::out);
    }

    @Test
    void countingThePrefixInTheLengthFailsAllThatWantAReply() throws IOException {
        assertFails(
                Set.of("1.1", "1.2", "1.3", "1.4", "1.5", "6.1", "6.2"),
                "1 6.1 6.2 6.3 --timeout 1",
                Wire.LE32,
                () -> new Behaviour() {
                    @Override
                    byte[] header(int bodyLength) {
                        return super.header(4 + bodyLength);
                    }
                });
    }

    @Test
    void declaringTwoGibFailsAllThatWantAReplyAtOnceAndTakesNoMemory() throws IOException {
        ClientRun run = assertFails(allBut("6.3"), () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return super.header(Integer.MAX_VALUE);
            }
        });

        assertTrue(
                run.text().contains("0 replies, then a header of ff ff ff 7f: a body of 2147483647 bytes declared"),
                run::out);
    }

    @Test
    void takingOneReadForAWholeHeaderFailsTheCasesThatCutHeaders() throws IOException {
        assertFails(Set.of("2.2", "2.6"), "1 2.2 2.3 2.6 --timeout 5", Wire.LE32, () -> new Behaviour() {
            @Override
            int readBodyLength(DataInputStream in, int first) throws IOException {
                byte[] rest = new byte[3];
                in.read(rest);
                return first | (rest[0] & 0xFF) << 8 | (rest[1] & 0xFF) << 16 | (rest[2] & 0xFF) << 24;
            }
        });
    }

    @Test
    void headersLongerThanTheyNeedToBeFailTheCaseAboutThem() throws IOException {
        assertFails(Set.of("1.5"), Wire.VARINT32, () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                byte[] header = super.header(bodyLength);
                byte[] longer = Arrays.copyOf(header, header.length + 1);
                longer[header.length - 1] |= (byte) 0x80;
                return longer;
            }
        });
    }

    @Test
    void takingSpareBytesOfAVarintForZeroFailsTheCaseAboutThem() throws IOException {
        assertFails(Set.of("1.6"), Wire.VARINT32, () -> new Behaviour() {
            @Override
            int readBodyLength(DataInputStream in, int first) throws IOException {
                int length = first & 0x7F;
                int last = first;
                for (int shift = 7; last >= 0x80; shift += 7) {
                    if (shift > 28) {
                        throw new IOException("a varint of more than five bytes");
                    }
                    last = in.readUnsignedByte();
                    length = last == 0 ? 0 : length | (last & 0x7F) << shift;
                }
                return length;
            }
        });
    }

    @Test
    void takingOverlongVarintsForEmptyFramesFailsTheCasesAboutThem() throws IOException {
        assertFails(Set.of("5.12"), Wire.VARINT32, () -> new Behaviour() {
            @Override
            int readBodyLength(DataInputStream in, int first) throws IOException {
                long length = first & 0x7F;
                int last = first;
                for (int shift = 7; last >= 0x80; shift += 7) {
                    last = in.readUnsignedByte();
                    length |= shift < 35 ? (long) (last & 0x7F) << shift : 0;
                }
                return (int) Math.min(length, Integer.MAX_VALUE);
            }
        });
    }

    @Test
    void takingNegativeLengthsForEmptyFramesFailsTheCasesAboutThem() throws IOException {
        assertFails(Set.of("5.10", "5.11"), () -> new Behaviour() {
            @Override
            void oversize(int bodyLength) throws IOException {
                if (bodyLength > 0) {
                    super.oversize(bodyLength);
                }
                send(new byte[0]);
            }
        });
    }

    @Test
    void passingOverTheFlagFailsTheCaseAboutCompression() throws IOException {
        assertFails(Set.of("5.14"), Wire.GRPC, () -> new Behaviour() {
            @Override
            int readBodyLength(DataInputStream in, int first) throws IOException {
                return super.readBodyLength(in, first == 1 ? 0 : first);
            }
        });
    }

    @Test
    void aLimitThatIsOneTooLowFailsTheCasesThatReachIt() throws IOException {
        assertFails(Set.of("3.5", "7.5"), () -> new Behaviour() {
            @Override
            byte[] readBody(DataInputStream in, int bodyLength) throws IOException {
                if (bodyLength == TinyEchoServer.MAX_BODY) {
                    oversize(bodyLength);
                }
                return super.readBody(in, bodyLength);
            }
        });
    }

    @Test
    void noLimitFailsTheCasesThatExceedIt() throws IOException {
        assertFails(Set.of("3.6", "5.16"), "1 3 5.10 5.16", Wire.LE32, () -> new Behaviour() {
            @Override
            void oversize(int bodyLength) throws IOException {
                if (bodyLength != TinyEchoServer.MAX_BODY + 1) {
                    super.oversize(bodyLength);
                }
                send(new byte[bodyLength]);
                skip(bodyLength);
            }
        });
    }
}
