package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The echo server, over real sockets; the peer is protobuf's own delimited stream")
@Timeout(30)
class EchoServerTest {

    private static final Echo ONE = Echo.newBuilder().setId(1).setText("one").build();
    private static final Echo TWO = Echo.newBuilder().setId(2).build();
    private static final byte[] MALFORMED = {1, 0};
    private static final byte[] TOO_LONG = {(byte) 0x81, 0x08}; // 1025
    private static final byte[] CORRUPTED = {-1, -1, -1, -1, -1};

    private static ProtobufAcceptor start() throws IOException {
        return start(1024, 0);
    }

    private static ProtobufAcceptor start(int maxBodyLength, int port) throws IOException {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .maxBodyLength(maxBodyLength)
                .build();
        return EchoServer.start(ProtobufAcceptor.builder(codec), new InetSocketAddress("127.0.0.1", port));
    }

    private static Socket connect(ProtobufAcceptor server) throws IOException {
        InetSocketAddress address = server.getLocalAddress();
        return new Socket(address.getAddress(), address.getPort());
    }

    private static byte[] frames(Echo... messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Echo message : messages) {
            message.writeDelimitedTo(out);
        }
        return out.toByteArray();
    }

    private static List<Echo> repliesUntilEnd(Socket socket) throws IOException {
        List<Echo> replies = new ArrayList<>();
        for (Echo reply = Echo.parseDelimitedFrom(socket.getInputStream());
                reply != null;
                reply = Echo.parseDelimitedFrom(socket.getInputStream())) {
            replies.add(reply);
        }
        return replies;
    }

    @Test
    void a_half_closed_client_gets_all_its_replies_however_slowly_it_reads() throws Exception {
        Echo big = Echo.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[4 << 20]))
                .build();
        try (ProtobufAcceptor server = start(8 << 20, 0);
                Socket socket = connect(server)) {
            socket.getOutputStream().write(frames(ONE, big, big, TWO));
            socket.shutdownOutput();
            Await.until("replies wait", () -> server.statistics().framesDecoded() >= 2);
            assertEquals(List.of(ONE, big, big, TWO), repliesUntilEnd(socket));
        }
    }

    @Test
    void bad_frames_are_skipped_and_the_session_goes_on() throws Exception {
        try (ProtobufAcceptor server = start();
                Socket socket = connect(server)) {
            OutputStream out = socket.getOutputStream();
            out.write(frames(ONE));
            out.write(MALFORMED);
            out.write(TOO_LONG);
            out.write(new byte[1025]);
            out.write(frames(TWO));
            socket.shutdownOutput();
            assertEquals(List.of(ONE, TWO), repliesUntilEnd(socket));
        }
    }

    @Test
    void a_session_whose_position_is_lost_is_closed_and_others_go_on() throws Exception {
        try (ProtobufAcceptor server = start();
                Socket broken = connect(server);
                Socket sound = connect(server)) {
            broken.getOutputStream().write(CORRUPTED);
            assertEquals(-1, broken.getInputStream().read());
            sound.getOutputStream().write(frames(ONE));
            assertEquals(ONE, Echo.parseDelimitedFrom(sound.getInputStream()));
        }
    }

    @Test
    void a_taken_port_is_refused_and_leaves_no_thread_behind() throws Exception {
        try (ProtobufAcceptor first = start()) {
            int before = Thread.activeCount();
            IOException e = assertThrows(
                    IOException.class, () -> start(1024, first.getLocalAddress().getPort()));
            assertInstanceOf(BindException.class, e.getCause());
            Await.until("no thread is left", () -> Thread.activeCount() <= before);
        }
    }
}
