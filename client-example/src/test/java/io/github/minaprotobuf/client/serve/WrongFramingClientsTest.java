package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.ClientGallery.all;
import static io.github.minaprotobuf.client.serve.ClientGallery.assertFails;
import static io.github.minaprotobuf.client.serve.ClientGallery.both;
import static io.github.minaprotobuf.client.serve.TinyEchoClient.readOnce;

import io.github.minaprotobuf.client.serve.TinyEchoClient.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that get headers wrong, or which bytes belong to which frame. */
@Execution(ExecutionMode.CONCURRENT)
class WrongFramingClientsTest {

    private static final int MAX_LENGTH = TinyEchoClient.MAX_BODY;

    @Test
    void takingOneReadForAHeaderFailsWhereHeadersAreCut() throws Exception {
        assertFails(Set.of("C1.2", "C1.3", "C1.7", "C3.3"), () -> new Behaviour() {
            @Override
            long readBodyLength() throws IOException {
                byte[] header = Arrays.copyOf(readOnce(in, 4), 4);
                return Integer.toUnsignedLong(
                        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt());
            }
        });
    }

    @Test
    void takingOneReadForABodyFailsWhereBodiesAreCut() throws Exception {
        assertFails(Set.of("C1.2", "C1.5", "C2.6", "C3.3"), () -> new Behaviour() {
            @Override
            byte[] readBody(int length) throws IOException {
                return Arrays.copyOf(readOnce(in, length), length);
            }
        });
    }

    @Test
    void takingOneReadForAFrameFailsWhereSegmentsAreNotFrames() throws Exception {
        assertFails(
                Set.of("C1.2", "C1.3", "C1.4", "C1.5", "C1.6", "C1.7", "C2.6", "C3.3", "C3.4"), () -> new Behaviour() {
                    @Override
                    byte[] receive() throws IOException {
                        byte[] read = readOnce(in, 64 << 10);
                        ByteBuffer frame = ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
                        if (read.length < 4 || frame.getInt() != frame.remaining()) {
                            throw new IOException("no frame");
                        }
                        return Arrays.copyOfRange(read, 4, read.length);
                    }
                });
    }

    @Test
    void losingWhatComesWithAFrameFailsWhereSegmentsHoldMore() throws Exception {
        assertFails(Set.of("C1.4", "C1.6", "C1.7", "C3.4"), () -> new Behaviour() {
            @Override
            byte[] receive() throws IOException {
                byte[] came = {};
                while (true) {
                    byte[] read = readOnce(in, 64 << 10);
                    if (read.length == 0) {
                        throw new EOFException();
                    }
                    came = Replies.followedBy(came, read);
                    ByteBuffer frame = ByteBuffer.wrap(came).order(ByteOrder.LITTLE_ENDIAN);
                    if (came.length >= 4 && Integer.toUnsignedLong(frame.getInt()) > MAX_LENGTH) {
                        throw new IOException("too long");
                    }
                    if (came.length >= 4 && came.length >= 4 + frame.getInt(0)) {
                        return Arrays.copyOfRange(came, 4, 4 + frame.getInt(0));
                    }
                }
            }
        });
    }

    @Test
    void noLimitFailsWhereLengthsAreEndless() throws Exception {
        assertFails(Set.of("C4.6", "C4.7"), () -> new Behaviour() {
            @Override
            byte[] receive() throws IOException {
                long length = readBodyLength();
                if (length > MAX_LENGTH) {
                    in.skipNBytes(length); // as if there were room for all of it
                }
                return readBody((int) length);
            }
        });
    }

    @Test
    void aLimitThatIsTooLowFailsWhereAReplyIsLong() throws Exception {
        assertFails(Set.of("C2.6"), () -> new Behaviour() {
            @Override
            long limit() {
                return 64 << 10;
            }
        });
    }

    @Test
    void theOtherByteOrderInRequestsFailsEverywhere() throws Exception {
        assertFails(both(all(Ending.SUCCESS), all(Ending.FAILURE)), () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return Wire.BE32.header(bodyLength);
            }
        });
    }

    @Test
    void aRequestThatEndsEarlyFailsEverywhere() throws Exception {
        assertFails(both(all(Ending.SUCCESS), all(Ending.FAILURE)), () -> new Behaviour() {
            @Override
            void sendAll() throws IOException {
                ids = ids.subList(0, ids.size() - 1);
                super.sendAll();
                out.write(header(2));
                out.write(8);
            }
        });
    }

    @Test
    void takingSpareBytesOfAVarintForZeroFailsWhereHeadersHaveSome() throws Exception {
        assertFails(Set.of("C2.5"), Wire.VARINT32, () -> new Behaviour() {
            private byte before;

            @Override
            long readBodyLength() throws IOException {
                before = 0;
                return super.readBodyLength();
            }

            @Override
            byte readHeaderByte(int offset) throws IOException {
                byte next = super.readHeaderByte(offset);
                if (next == 0 && before < 0) {
                    throw new IOException("a length of 0");
                }
                before = next;
                return next;
            }
        });
    }

    @Test
    void passingOverTheFlagFailsWhereBodiesAreCompressed() throws Exception {
        assertFails(Set.of("C4.9"), Wire.GRPC, () -> new Behaviour() {
            @Override
            boolean takesCompressed() {
                return true;
            }
        });
    }
}
