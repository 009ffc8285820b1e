package io.github.minaprotobuf.client.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The least that a relay does: a thread for each direction, which reads and writes. Arguments: the port to listen on and the
 * one to connect to, both of the loopback.
 */
final class PlainRelay {

    private static final int CHUNK = 64 << 10;

    private PlainRelay() {}

    public static void main(String... args) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listening = new ServerSocket(Integer.parseInt(args[0]), 50, loopback)) {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(loopback, Integer.parseInt(args[1]));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                new Thread(() -> pump(client, server)).start();
                new Thread(() -> pump(server, client)).start();
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            for (int length = from.getInputStream().read(chunk);
                    length >= 0;
                    length = from.getInputStream().read(chunk)) {
                to.getOutputStream().write(chunk, 0, length);
            }
        } catch (IOException e) {
            // Closed: the run is over.
        }
    }
}
