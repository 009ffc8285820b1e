package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.example.Echo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A peer: sends messages with protobuf's own delimited streams, compares the replies. Arguments: varint32, a port. */
final class DelimitedEchoClient {

    private DelimitedEchoClient() {}

    public static void main(String... args) throws IOException {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))) {
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            for (Echo message : SampleMessages.ALL) {
                message.writeDelimitedTo(out);
            }
            out.flush();
            connection.shutdownOutput();
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Echo message : SampleMessages.ALL) {
                expect(message, Echo.parseDelimitedFrom(in));
            }
            expect(null, Echo.parseDelimitedFrom(in));
        }
    }

    private static void expect(Echo expected, Echo received) {
        if (expected == null ? received != null : !expected.equals(received)) {
            throw new AssertionError("a reply is not what was sent");
        }
    }
}
