package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.ClientGallery.assertFails;

import io.github.minaprotobuf.client.EachFormat;
import io.github.minaprotobuf.client.serve.TinyEchoClient.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients without a fault, each in its own way: a conformance tool must not fail them. */
@Execution(ExecutionMode.CONCURRENT)
class RightClientsTest {

    @EachFormat
    void halfClosingBehindTheLastRequestIsRight(Wire wire) throws Exception {
        assertFails(Set.of(), wire, Behaviour::new);
    }

    @Test
    void aFormatOfOnesOwnIsPlayedToo() throws Exception {
        assertFails(Set.of(), Wire.parse("type:2be length:4be"), Behaviour::new);
    }

    @Test
    void halfClosingBehindTheLastReplyIsRight() throws Exception {
        assertFails(Set.of(), () -> new Behaviour() {
            @Override
            void converse() throws IOException {
                sendAll();
                receiveAll();
                halfClose();
                receiveEnd();
            }
        });
    }

    @Test
    void closingBehindTheLastReplyMissesOnlyWhatComesBehindIt() throws Exception {
        assertFails(Set.of("C4.11"), () -> new Behaviour() {
            @Override
            void converse() throws IOException {
                sendAll();
                receiveAll();
            }
        });
    }
}
