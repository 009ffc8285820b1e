package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.example.Echo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Objects;

/**
 * A peer: sends messages with protobuf's own delimited streams, compares the replies. Arguments: varint32, a port; then maybe
 * ids: messages with these are sent, and replies are right by id.
 */
final class DelimitedEchoClient {

    private DelimitedEchoClient() {}

    public static void main(String... args) throws IOException {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))) {
            boolean byId = args.length > 2;
            List<Echo> messages = byId ? SampleMessages.withIds(args[2]) : SampleMessages.ALL;
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            for (Echo message : messages) {
                message.writeDelimitedTo(out);
            }
            out.flush();
            connection.shutdownOutput();
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Echo message : messages) {
                expect(message, Echo.parseDelimitedFrom(in), byId);
            }
            expect(null, Echo.parseDelimitedFrom(in), false);
        }
    }

    private static void expect(Echo expected, Echo received, boolean byId) {
        if (byId ? received == null || expected.getId() != received.getId() : !Objects.equals(expected, received)) {
            throw new AssertionError("a reply is not what was sent");
        }
    }
}
