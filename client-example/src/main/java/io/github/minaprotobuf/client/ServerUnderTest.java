package io.github.minaprotobuf.client;

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
        // A reference to the method would load the server, and with it the codec, even where there is none.
        if (inProcess.isPresent()) {
            inProcess.get().close();
        }
    }
}
