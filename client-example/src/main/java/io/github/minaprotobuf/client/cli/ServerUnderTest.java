package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.server.EchoServer;
import java.util.Optional;

/**
 * A server that accepts connections.
 *
 * @param inProcess present when the client has started it and has to stop it
 */
record ServerUnderTest(Target target, Optional<EchoServer> inProcess) implements AutoCloseable {

    @Override
    public void close() {
        // Not ifPresent(EchoServer::close): that would load the server's classes, and the codec's, for every target.
        if (inProcess.isPresent()) {
            inProcess.get().close();
        }
    }
}
