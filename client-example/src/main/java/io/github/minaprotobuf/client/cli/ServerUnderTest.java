package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.util.Optional;

/**
 * A server that accepts connections.
 *
 * @param inProcess present when the client has started it and has to stop it
 */
record ServerUnderTest(Target target, Optional<ProtobufAcceptor> inProcess) implements AutoCloseable {

    @Override
    public void close() {
        // Not ifPresent(ProtobufAcceptor::close): that would load the codec's classes for every target.
        if (inProcess.isPresent()) {
            inProcess.get().close();
        }
    }
}
