package io.github.minaprotobuf.server;

import io.github.minaprotobuf.server.cli.EchoServerCommand;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;

/** An echo server over length-prefixed protobuf: the library's acceptor, with a handler and a log of one's own. */
public final class EchoServer {

    private EchoServer() {}

    /** The command line; see {@code --help}. */
    public static void main(String... args) {
        System.exit(EchoServerCommand.commandLine().execute(args));
    }

    /**
     * Starts to echo.
     *
     * @param settings of an acceptor that nobody has built yet; its listener is replaced
     * @param address where to listen; port 0 for a free one
     * @return the acceptor, bound; to be closed
     * @throws IOException when the address cannot be had
     */
    public static ProtobufAcceptor start(ProtobufAcceptorBuilder settings, InetSocketAddress address)
            throws IOException {
        PeerLog log = new PeerLog();
        ProtobufAcceptor acceptor = settings.listener(log).build();
        acceptor.setHandler(new EchoHandler(log));
        try {
            acceptor.bind(address);
            return acceptor;
        } catch (IOException | RuntimeException e) {
            acceptor.close();
            Throwable reason = e.getCause() == null ? e : e.getCause(); // MINA wraps what the operating system said
            String text = reason.getMessage() == null ? reason.toString() : reason.getMessage();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + text, reason);
        }
    }
}
