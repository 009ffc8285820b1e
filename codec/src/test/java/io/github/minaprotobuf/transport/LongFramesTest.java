package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.frames;
import static io.github.minaprotobuf.transport.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import io.github.minaprotobuf.codec.BodyCodec;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Sessions whose frames take long to parse, on one I/O thread")
@Timeout(60)
class LongFramesTest {

    private static final int SESSIONS = 8;
    private static final int LONG = 1 << 20;
    private static final int PARSE_MILLIS = 60;

    /** One that is being parsed as the request comes, and one more, between the request and its pass. */
    private static final int AT_MOST_BEFORE_A_REPLY = 2;

    /** As slow as the costliest bodies of that length. */
    private static final class SlowForLong implements BodyCodec<Sample> {
        private final BodyCodec<Sample> ordinary = BodyCodec.of(Sample.getDefaultInstance());
        private final AtomicInteger parsed = new AtomicInteger();

        @Override
        public Sample decode(CodedInputStream body, int length) throws IOException {
            Sample message = ordinary.decode(body, length);
            if (length >= LONG) {
                pause();
                parsed.incrementAndGet();
            }
            return message;
        }

        private static void pause() {
            try {
                Thread.sleep(PARSE_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static byte[] part(byte[] frame, int from, int to) {
        return Arrays.copyOfRange(frame, from, to);
    }

    @Test
    void keep_another_one_waiting_for_one_frame_and_not_for_one_of_each() throws Exception {
        SlowForLong bodies = new SlowForLong();
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(bodies)
                .frameFormat(FrameFormat.varint32())
                .build();
        Sample sent = Client.ofPayload(1, LONG);
        byte[] frame = frames(sent);
        List<Client> clients = new ArrayList<>();
        try (EchoAcceptor server = EchoAcceptor.start(codec, settings -> {});
                Client other = Client.connect(server)) {
            other.exchange(message(0));
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(Client.connect(server).send(part(frame, 0, frame.length - 1)));
            }
            long allButTheirEnds = SESSIONS * (frame.length - 1L) + frames(message(0)).length;
            Await.until("all have sent", () -> server.receivedBytes() == allButTheirEnds);
            for (Client client : clients) {
                client.send(part(frame, frame.length - 1, frame.length));
            }
            Await.until("the first is parsed", () -> bodies.parsed.get() > 0); // the others' ends are there
            int parsed = bodies.parsed.get();
            assertEquals(message(1), other.exchange(message(1)));
            assertTrue(bodies.parsed.get() <= parsed + AT_MOST_BEFORE_A_REPLY, () -> bodies.parsed + " of " + SESSIONS);
            for (Client client : clients) {
                assertEquals(sent, client.reply()); // nobody starves
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }
}
