package io.github.minaprotobuf.server;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Hostile peers of a ProtobufAcceptor with a plain handler, which says nothing of them")
class HostilePeersOfTheLibraryTest extends HostilePeers {

    @Override
    ServerProcess startServer() throws IOException {
        return ServerProcess.start(LibraryServer.class, List.of("-Xmx64m"));
    }

    @Override
    void assertLogged(String text) {}

    @Override
    void assertNotLogged(String text) {}

    @Override
    void assertLogIsShort(String text, int lines) {}
}
