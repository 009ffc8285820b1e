package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.protocols.dnsdist.PBDNSMessage;
import io.github.minaprotobuf.protocols.dnsdist.PBDNSMessage.DNSResponse.DNSRR;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A server that dnsdist logs to")
@Timeout(60)
class DnsdistIT {

    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int IN = 1;

    private static final ProtobufCodecFactory CODEC = ProtobufCodecFactory.builder(PBDNSMessage.getDefaultInstance())
            .frameFormat(
                    FrameFormat.builder().fixedLength(2, ByteOrder.BIG_ENDIAN).build())
            .build();

    @TempDir
    private static Path folder;

    private static final Arrivals LOG = new Arrivals();
    private static ProtobufAcceptor logServer;
    private static ExternalProgram dnsdist;
    private static InetSocketAddress resolver;

    @RegisterExtension
    static final TestExecutionExceptionHandler SHOW_OUTPUT = (test, failure) -> {
        throw dnsdist.explain(failure);
    };

    private DatagramSocket client;

    @BeforeAll
    static void startBoth() throws Exception {
        String program = ExternalProgram.require("dnsdist");
        logServer = ProtobufAcceptor.builder(CODEC).build();
        logServer.setHandler(LOG);
        logServer.bind(new InetSocketAddress("127.0.0.1", 0));
        resolver = new InetSocketAddress("127.0.0.1", ExternalProgram.unusedPort());
        Path configuration = folder.resolve("dnsdist.conf");
        // With a suffix it would ask the Internet whether this version is a secure one. 2 is the default, of a timeout.
        Files.writeString(configuration, """
                setLocal("127.0.0.1:%d")
                setSecurityPollSuffix("")
                local log = newRemoteLogger("127.0.0.1:%d", 2, 10000)
                addAction(AllRule(), RemoteLogAction(log))
                addAction(AllRule(), SpoofAction({"192.0.2.1", "2001:db8::1"}))
                addSelfAnsweredResponseAction(AllRule(), RemoteLogResponseAction(log))
                """.formatted(
                        resolver.getPort(), logServer.getLocalAddress().getPort()));
        dnsdist = ExternalProgram.start(
                folder, program, "--supervised", "--disable-syslog", "--config", configuration.toString());
        dnsdist.awaitOutput("Listening on 127.0.0.1:" + resolver.getPort());
    }

    @AfterAll
    static void stopBoth() {
        if (dnsdist != null) {
            dnsdist.close();
        }
        if (logServer != null) {
            logServer.close();
        }
    }

    @BeforeEach
    void connect() throws IOException {
        client = new DatagramSocket(0, InetAddress.getByName("127.0.0.2")); // not where dnsdist is: both are logged
        client.connect(resolver);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void have_rejected_no_frame() {
        client.close();
        assertEquals(0, logServer.statistics().framesRejected());
    }

    @Test
    void a_query_arrives_with_its_name_its_type_and_who_asked() throws Exception {
        resolve("query.example.", AAAA, 4711);
        PBDNSMessage query = logged(PBDNSMessage.Type.DNSQueryType);
        assertEquals("query.example.", query.getQuestion().getQName());
        assertEquals(AAAA, query.getQuestion().getQType());
        assertEquals(IN, query.getQuestion().getQClass());
        assertEquals(4711, query.getId());
        assertEquals(PBDNSMessage.SocketProtocol.UDP, query.getSocketProtocol());
        assertArrayEquals(client.getLocalAddress().getAddress(), query.getFrom().toByteArray());
        assertEquals(client.getLocalPort(), query.getFromPort());
    }

    @Test
    void an_answer_arrives_with_its_address_and_belongs_to_its_query() throws Exception {
        resolve("answer.example.", A, 1);
        PBDNSMessage query = logged(PBDNSMessage.Type.DNSQueryType);
        PBDNSMessage answer = logged(PBDNSMessage.Type.DNSResponseType);
        assertEquals(query.getMessageId(), answer.getMessageId());
        assertEquals(0, answer.getResponse().getRcode());
        DNSRR record = answer.getResponse().getRrs(0);
        assertEquals("answer.example.", record.getName());
        assertArrayEquals(new byte[] {(byte) 192, 0, 2, 1}, record.getRdata().toByteArray());
    }

    /** Some of the frames are longer than 255 bytes, and many of them come in one read. */
    @Test
    void many_queries_arrive_in_their_order() throws Exception {
        List<String> names = IntStream.range(0, 100)
                .mapToObj(i -> i + ".many" + ".label".repeat(i / 3) + ".example.")
                .toList();
        for (int i = 0; i < names.size(); i++) {
            resolve(names.get(i), A, i);
        }
        List<String> arrived = new ArrayList<>();
        while (arrived.size() < names.size()) {
            arrived.add(logged(PBDNSMessage.Type.DNSQueryType).getQuestion().getQName());
        }
        assertEquals(names, arrived);
    }

    private PBDNSMessage logged(PBDNSMessage.Type type) throws InterruptedException {
        return LOG.next(
                PBDNSMessage.class,
                message -> message.getType() == type && message.getFromPort() == client.getLocalPort());
    }

    /** Asks, and waits for the answer. */
    private void resolve(String name, int type, int id) throws IOException {
        ByteBuffer query = ByteBuffer.allocate(512)
                .putShort((short) id)
                .putShort((short) 0x0100) // a query; recursion desired
                .putShort((short) 1) // one question
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
        for (String label : name.split("\\.")) {
            query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        query.put((byte) 0).putShort((short) type).putShort((short) IN);
        client.send(new DatagramPacket(query.array(), query.position()));
        client.receive(new DatagramPacket(new byte[512], 512));
    }
}
