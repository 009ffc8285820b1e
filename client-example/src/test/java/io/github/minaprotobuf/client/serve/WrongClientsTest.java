package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.ClientGallery.all;
import static io.github.minaprotobuf.client.serve.ClientGallery.assertFails;
import static io.github.minaprotobuf.client.serve.ClientGallery.both;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.serve.TinyEchoClient.Behaviour;
import io.github.minaprotobuf.client.serve.TinyEchoClient.EndBetweenFrames;
import io.github.minaprotobuf.example.Echo;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that take in what is not right, or end where they should not, in one way each. */
@Execution(ExecutionMode.CONCURRENT)
class WrongClientsTest {

    @Test
    void takingTheEndOfTheStreamForTheLastReplyFailsWhereItEndsBetweenFrames() throws Exception {
        assertFails(Set.of("C3.5", "C3.6"), () -> new Behaviour() {
            @Override
            void receiveAll() throws IOException {
                try {
                    super.receiveAll();
                } catch (EndBetweenFrames e) {
                    // that was all, then
                }
            }
        });
    }

    @Test
    void takingAnEndInsideAFrameForSuccessFailsWhereFramesAreCutOff() throws Exception {
        assertFails(Set.of("C3.7", "C3.8", "C3.9"), () -> new Behaviour() {
            @Override
            void receiveAll() throws IOException {
                try {
                    super.receiveAll();
                } catch (EndBetweenFrames e) {
                    throw e;
                } catch (EOFException e) {
                    // that was all, then
                }
            }
        });
    }

    @Test
    void hangingAtAnEndInsideAFrameFailsWhereFramesAreCutOff() throws Exception {
        assertFails(Set.of("C3.7", "C3.8", "C3.9"), () -> new Behaviour() {
            @Override
            byte[] receive() throws IOException {
                try {
                    return super.receive();
                } catch (EndBetweenFrames e) {
                    throw e;
                } catch (EOFException e) {
                    return hang();
                }
            }
        });
    }

    @Test
    void takingAResetForAnEndFailsWhereTheConnectionIsReset() throws Exception {
        assertFails(Set.of("C3.10"), () -> new Behaviour() {
            @Override
            void converse() throws IOException {
                try {
                    super.converse();
                } catch (SocketException e) {
                    // that was all, then
                }
            }
        });
    }

    @Test
    void waitingWithoutATimeLimitFailsWhereTheServerIsSilent() throws Exception {
        assertFails(Set.of("C3.11"), () -> new Behaviour() {
            @Override
            void receiveAll() throws IOException {
                socket.setSoTimeout(0);
                super.receiveAll();
            }
        });
    }

    @Test
    void impatienceFailsWhereTheServerIsSilentAtFirst() throws Exception {
        assertFails(Set.of("C3.2"), () -> new Behaviour() {
            @Override
            void receiveAll() throws IOException {
                socket.setSoTimeout(700);
                super.receiveAll();
            }
        });
    }

    @Test
    void passingOverEmptyMessagesFailsWhereThereAreSome() throws Exception {
        assertFails(Set.of("C2.1", "C4.4"), () -> new Behaviour() {
            @Override
            byte[] receive() throws IOException {
                byte[] body = super.receive();
                return body.length == 0 ? receive() : body;
            }
        });
    }

    @Test
    void passingOverBodiesThatDoNotParseFailsWhereThereIsOne() throws Exception {
        assertFails(Set.of("C4.5"), () -> new Behaviour() {
            @Override
            byte[] receive() throws IOException {
                byte[] body = super.receive();
                try {
                    idOf(body);
                    return body;
                } catch (InvalidProtocolBufferException e) {
                    return receive();
                }
            }
        });
    }

    @Test
    void countingRepliesWithoutALookAtThemFailsWhereTheyAreOthers() throws Exception {
        assertFails(Set.of("C4.1", "C4.2"), () -> new Behaviour() {
            @Override
            void verify(long id, byte[] body) {
                // one more
            }
        });
    }

    @Test
    void takingRepliesInAnyOrderFailsWhereTheyAreSwapped() throws Exception {
        assertFails(Set.of("C4.1"), () -> new Behaviour() {
            private Set<Long> due;

            @Override
            void verify(long id, byte[] body) throws IOException {
                if (due == null) {
                    due = new TreeSet<>(ids);
                }
                if (!due.remove(idOf(body)) && ids.stream().distinct().count() == ids.size()) {
                    throw new IOException("another id");
                }
            }
        });
    }

    @Test
    void comparingBytesInPlaceOfMessagesFailsWhereTheyAreEncodedInAnotherWay() throws Exception {
        assertFails(Set.of("C1.3", "C1.5", "C2.3", "C2.4", "C2.6"), () -> new Behaviour() {
            @Override
            void verify(long id, byte[] body) throws IOException {
                super.verify(id, body);
                if (!Arrays.equals(body, Echo.newBuilder().setId(id).build().toByteArray())) {
                    throw new IOException("other bytes");
                }
            }
        });
    }

    @Test
    void idsOf32BitsFailWhereTheyAreLonger() throws Exception {
        assertFails(Set.of("C2.2"), () -> new Behaviour() {
            @Override
            void verify(long id, byte[] body) throws IOException {
                if ((int) idOf(body) != id) {
                    throw new IOException("another id");
                }
            }
        });
    }

    @Test
    void succeedingWhateverCameFailsWhereSomethingIsWrong() throws Exception {
        assertFails(all(Ending.FAILURE), () -> new Behaviour() {
            @Override
            void converse() {
                try {
                    super.converse();
                } catch (IOException e) {
                    // exit code 0 all the same
                }
            }
        });
    }

    @Test
    void neverEndingItsDirectionFailsUnlessTheServerCloses() throws Exception {
        assertFails(all(Ending.SUCCESS, "C3.1"), () -> new Behaviour() {
            @Override
            void halfClose() {
                // the server will close, some day
            }
        });
    }

    @Test
    void resettingTheConnectionInPlaceOfClosingFailsWhereAllIsRight() throws Exception {
        assertFails(both(all(Ending.SUCCESS), Set.of("C4.11")), () -> new Behaviour() {
            @Override
            void converse() throws IOException {
                sendAll();
                receiveAll();
                socket.setSoLinger(true, 0);
            }
        });
    }

    @Test
    void waitingForEachReplyFailsWhereRepliesWaitForAllRequests() throws Exception {
        assertFails(both(all(Ending.SUCCESS, "C1.1", "C3.4"), all(Ending.FAILURE)), () -> new Behaviour() {
            @Override
            void converse() throws IOException {
                List<Long> all = ids;
                for (long id : all) {
                    ids = List.of(id);
                    sendAll();
                    receiveAll();
                }
                halfClose();
                receiveEnd();
            }
        });
    }

    @Test
    void goingOnAfterAWrongReplyFailsWhereThereIsOne() throws Exception {
        assertFails(all(Ending.FAILURE, "C3.10", "C4.11"), () -> new Behaviour() {
            @Override
            void converse() throws IOException {
                sendAll();
                try {
                    receiveAll();
                } catch (IOException e) {
                    sendAll(); // another try
                    throw e;
                }
                halfClose();
                receiveEnd();
            }
        });
    }

    private static byte[] hang() {
        try {
            Thread.sleep(60_000); // the runner interrupts it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new byte[0];
    }
}
