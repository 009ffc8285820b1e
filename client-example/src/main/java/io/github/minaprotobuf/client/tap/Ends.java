package io.github.minaprotobuf.client.tap;

import io.github.minaprotobuf.client.wire.ServerTls;
import io.github.minaprotobuf.client.wire.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * What the tap is to both sides. It reads what is inside of TLS when it is the other end of it, on either side.
 *
 * @param target whom it connects to
 * @param targetName as the user wrote it, for its certificate
 * @param client TLS that clients speak with the tap
 * @param server TLS that the tap speaks with the server
 * @param patience how long a handshake may take, in milliseconds
 */
public record Ends(
        InetSocketAddress target, String targetName, Optional<ServerTls> client, Optional<Tls> server, int patience) {

    /** @throws IOException when nobody is there */
    void connect(Socket socket) throws IOException {
        socket.connect(target, patience);
    }

    /** The socket, with what the server speaks on top. */
    Socket secureServer(Socket connected) throws IOException {
        return server.isEmpty()
                ? connected
                : secured(connected, () -> server.get().secure(connected, targetName));
    }

    /** The socket, with what the client speaks on top. */
    Socket secureClient(Socket accepted) throws IOException {
        return client.isEmpty()
                ? accepted
                : secured(accepted, () -> client.get().secure(accepted));
    }

    private interface Handshake {
        Socket secure() throws IOException;
    }

    private Socket secured(Socket plain, Handshake handshake) throws IOException {
        plain.setSoTimeout(patience);
        Socket secured = handshake.secure();
        plain.setSoTimeout(0);
        return secured;
    }
}
