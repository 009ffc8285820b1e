package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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

    private static EchoServer start() throws IOException {
        return EchoServer.builder()
                .format(WireFormat.VARINT32)
                .maxBodyLength(1024)
                .start();
    }

    private static Socket connect(EchoServer server) throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
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
        try (EchoServer server =
                        EchoServer.builder().format(WireFormat.VARINT32).start();
                Socket socket = connect(server)) {
            socket.getOutputStream().write(frames(ONE, big, big, TWO));
            socket.shutdownOutput();
            Await.until("replies wait", () -> server.statistics().framesDecoded() >= 2);
            assertEquals(List.of(ONE, big, big, TWO), repliesUntilEnd(socket));
        }
    }

    @Test
    void bad_frames_are_skipped_and_the_session_goes_on() throws Exception {
        try (EchoServer server = start();
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
        try (EchoServer server = start();
                Socket broken = connect(server);
                Socket sound = connect(server)) {
            broken.getOutputStream().write(CORRUPTED);
            assertEquals(-1, broken.getInputStream().read());
            sound.getOutputStream().write(frames(ONE));
            assertEquals(ONE, Echo.parseDelimitedFrom(sound.getInputStream()));
        }
    }

    @Test
    void closing_sends_the_replies_that_wait() throws Exception {
        EchoServer server = start();
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write(frames(ONE));
            byte[] reply = socket.getInputStream().readNBytes(frames(ONE).length);
            assertArrayEquals(frames(ONE), reply);
            assertEquals(ONE, Echo.parseDelimitedFrom(new ByteArrayInputStream(reply)));
            server.close();
            assertEquals(-1, socket.getInputStream().read());
        }
        assertThrows(IOException.class, () -> connect(server).close());
    }

    @Test
    void a_taken_port_is_refused_and_leaves_no_thread_behind() throws Exception {
        try (EchoServer first = start()) {
            int before = Thread.activeCount();
            IOException e = assertThrows(
                    IOException.class,
                    () -> EchoServer.builder().port(first.address().getPort()).start());
            assertInstanceOf(BindException.class, e.getCause());
            Await.until("no thread is left", () -> Thread.activeCount() <= before);
        }
    }

    @Test
    void statistics_are_an_MBean_while_the_server_runs() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name;
        try (EchoServer server = EchoServer.builder()
                        .format(WireFormat.VARINT32)
                        .jmx(true)
                        .start();
                Client client = Client.connect(server)) {
            name = nameFor(server.address().getPort());
            client.exchange(ONE);
            assertEquals(1L, beans.getAttribute(name, "FramesDecoded"));
        }
        assertFalse(beans.isRegistered(name));
    }

    @Test
    void a_JMX_name_that_is_taken_is_told_and_leaves_no_open_port() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        beans.registerMBean(ProtobufCodecFactory.of(Echo.getDefaultInstance()).statistics(), nameFor(port));
        try {
            EchoServerBuilder taken = EchoServer.builder().port(port).jmx(true);
            IllegalStateException e = assertThrows(IllegalStateException.class, taken::start);
            assertEquals("the JMX name " + nameFor(port) + " is taken", e.getMessage());
            assertThrows(IOException.class, () -> new Socket("127.0.0.1", port).close());
        } finally {
            beans.unregisterMBean(nameFor(port));
        }
    }

    private static ObjectName nameFor(int port) throws Exception {
        return new ObjectName("io.github.minaprotobuf:type=CodecStatistics,port=" + port);
    }
}
