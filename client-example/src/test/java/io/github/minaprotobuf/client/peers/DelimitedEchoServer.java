package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.example.Echo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A peer: an echo server on {@code java.io} with protobuf's own delimited streams, a thread per connection. */
final class DelimitedEchoServer {

    private DelimitedEchoServer() {}

    public static void main(String... args) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println("listening on 127.0.0.1:" + listener.getLocalPort() + " varint32");
            while (true) {
                Socket connection = listener.accept();
                new Thread(() -> serve(connection)).start();
            }
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            try {
                echo(in, out);
            } finally {
                out.flush();
            }
        } catch (IOException e) {
            // What came is no message, or the client has gone: either way, the connection closes.
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        Echo message = Echo.parseDelimitedFrom(in);
        while (message != null) {
            message.writeDelimitedTo(out);
            if (in.available() == 0) {
                out.flush();
            }
            message = Echo.parseDelimitedFrom(in);
        }
    }
}
