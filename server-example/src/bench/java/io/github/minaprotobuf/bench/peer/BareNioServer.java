package io.github.minaprotobuf.bench.peer;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/** What the JVM can do: one thread, one selector, protobuf's own calls, and nothing else. */
public final class BareNioServer {

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Workspace workspace = new Workspace();

    private BareNioServer() throws IOException {
        server.bind(Listening.ADDRESS);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String... args) throws IOException {
        BareNioServer server = new BareNioServer();
        Listening.announce(server.server.socket().getLocalPort());
        server.serve();
    }

    private void serve() throws IOException {
        while (true) {
            selector.select();
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                handle(ready.next());
                ready.remove();
            }
        }
    }

    private void handle(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        BareConnection connection = (BareConnection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.flush();
            } else {
                connection.read();
            }
        } catch (IOException e) {
            key.channel().close();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new BareConnection(channel, key, workspace));
        }
    }
}
