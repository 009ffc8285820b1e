package io.github.minaprotobuf.bench.peer;

import java.net.InetSocketAddress;

/** What all servers here say and where they say it, as the echo server does. */
final class Listening {

    /** Any free port, on loopback only. */
    static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 0);

    static final int MAX_BODY_LENGTH = 64 << 20;

    private Listening() {}

    static void announce(int port) {
        System.out.println("listening on " + ADDRESS.getHostString() + ":" + port + " le32");
    }
}
