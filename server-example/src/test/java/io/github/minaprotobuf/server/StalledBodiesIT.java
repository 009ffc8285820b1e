package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Bodies of the greatest length that stop before their end leave room for the frames of others, in 256 MiB")
@Tag("faults")
@Timeout(300)
class StalledBodiesIT {

    private static final int MAX_BODY = 8 << 20;
    private static final int FRAMES = 100;

    static Stream<Arguments> loads() {
        return Stream.of(1, 10, 100)
                .flatMap(stalled -> Stream.of(5_000, 100_000, 2_000_000).map(bytes -> Arguments.of(stalled, bytes)));
    }

    @ParameterizedTest(name = "{0} stalled bodies, frames of {1} bytes in two parts")
    @MethodSource("loads")
    void ninety_nine_of_a_hundred_frames_in_two_parts_are_answered(int stalled, int bytes) throws Exception {
        List<Client> stalledClients = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx256m"), "--max-body", "8MiB");
                Client innocent = Client.connect(server.address())) {
            byte[] large = Client.frames(Client.ofPayload(1, MAX_BODY - 16));
            for (int i = 0; i < stalled; i++) {
                stalledClients.add(Client.connect(server.address()));
                stalledClients.get(i).send(Arrays.copyOf(large, large.length - 1));
            }
            Echo sent = Client.ofPayload(2, bytes);
            byte[] frame = Client.frames(sent);
            CompletableFuture<List<Echo>> replied = CompletableFuture.supplyAsync(() -> repliesOf(innocent));
            for (int i = 0; i < FRAMES; i++) {
                innocent.send(Arrays.copyOf(frame, frame.length / 2));
                Thread.sleep(5); // so that the parts are two reads
                innocent.send(Arrays.copyOfRange(frame, frame.length / 2, frame.length));
            }
            innocent.halfClose();
            List<Echo> replies = replied.get(2, TimeUnit.MINUTES);
            System.out.printf("| %d | %,d B | %d of %d |%n", stalled, bytes, replies.size(), FRAMES);
            assertTrue(replies.size() >= FRAMES - 1, () -> replies.size() + " of " + FRAMES);
            assertTrue(replies.stream().allMatch(sent::equals));
            assertEquals(List.of(), server.log("closing"));
            assertTrue(server.isAlive());
        } finally {
            close(stalledClients);
        }
    }

    private static List<Echo> repliesOf(Client client) {
        try {
            return client.repliesUntilEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }
}
