package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("More connections than the process may open descriptors")
@Timeout(60)
class DescriptorsTest {

    @Test
    void are_closed_at_once_with_few_lines_and_the_others_are_served() throws Exception {
        try (ServerProcess server = ServerProcess.startWithDescriptors(
                        80, EchoServer.class, "--port", "0", "--format", "varint32");
                Client first = Client.connect(server.address())) {
            assertEquals(message(1), first.exchange(message(1)));
            List<Client> many = connect(server, 150);
            assertTrue(many.get(149).isClosedByServer());
            assertEquals(message(2), first.exchange(message(2)));
            assertTrue(server.log("refused: no descriptors are left for it").size() >= 1);
            assertEquals(List.of(), server.log("\tat "), "traces");
            for (Client each : many) {
                each.close();
            }
            Await.until("there is room again", () -> isServed(server));
        }
    }

    private static List<Client> connect(ServerProcess server, int count) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Client.connect(server.address()));
        }
        return clients;
    }

    private static boolean isServed(ServerProcess server) {
        try (Client client = Client.connect(server.address())) {
            return message(3).equals(client.exchange(message(3)));
        } catch (IOException e) {
            return false;
        }
    }
}
