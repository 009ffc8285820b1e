package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.FrameFormatBuilder;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.EchoServer;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Formats that the command line says by their parts, against servers of the codec and wrong ones. */
@Execution(ExecutionMode.CONCURRENT)
class TypedFormatTest {

    private static final Wire TYPED = Wire.parse(TinyEchoServer.TYPED);

    /** Those that pause or send very much are about nothing that a header changes. */
    private static final String QUICK = " --strict --timeout 20 --skip 3.6,4," + Gallery.SLOW;

    /** The format is the server's own, built with the codec's builder and not from the client's text. */
    private static ProtobufAcceptor server(FrameFormatBuilder format, int type) throws IOException {
        MessageTypes types =
                MessageTypes.builder().type(type, Echo.getDefaultInstance()).build();
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(types)
                .frameFormat(format.build())
                .maxBodyLength(1 << 20)
                .build();
        return EchoServer.start(ProtobufAcceptor.builder(codec), new InetSocketAddress("127.0.0.1", 0));
    }

    private static ClientRun check(ProtobufAcceptor server, String options) {
        return ClientRun.of(
                "check --max-body 1MiB --port " + server.getLocalAddress().getPort() + " " + options);
    }

    private static void assertAllPassBut(Set<String> leftOut, ClientRun run) {
        assertEquals(Set.of(), run.failedAtAnyLevel(), run::out);
        assertEquals(leftOut, run.ids("SKIP"), run::out);
        assertTrue(run.passed().size() > 30, run::out);
        assertEquals(0, run.exitCode(), run::err);
    }

    @Test
    void theTypeBeforeTheLengthPasses() throws IOException {
        FrameFormatBuilder mumble =
                FrameFormat.builder().fixedType(2, ByteOrder.BIG_ENDIAN).fixedLength(4, ByteOrder.BIG_ENDIAN);
        try (ProtobufAcceptor server = server(mumble, 1)) {
            assertAllPassBut(Set.of("1.6", "5.12", "5.14"), check(server, "--format type:2be,length:4be" + QUICK));
        }
    }

    @Test
    void aLengthThatCountsTheTypePasses() throws IOException {
        FrameFormatBuilder riak = FrameFormat.builder()
                .fixedLength(4, ByteOrder.BIG_ENDIAN)
                .fixedType(1, ByteOrder.BIG_ENDIAN)
                .lengthAdjustment(-1);
        try (ProtobufAcceptor server = server(riak, 7)) {
            assertAllPassBut(
                    Set.of("1.6", "5.12", "5.14"),
                    check(server, "--type-id 7 --format length:4be,type:1be,adjust:-1" + QUICK));
        }
    }

    @Test
    void aConstantAndTwoVarintsPassTheCasesOfVarintsToo() throws IOException {
        FrameFormatBuilder espHome =
                FrameFormat.builder().constant((byte) 0).varintLength().varintType();
        try (ProtobufAcceptor server = server(espHome, 300)) {
            assertAllPassBut(
                    Set.of("5.14"), check(server, "--type-id 300 --format const:00,length:varint,type:varint" + QUICK));
        }
    }

    /** A length of two bytes can say neither a body over the limit nor a negative one. */
    @Test
    void casesThatNeedALengthThatTheFormatCannotSayAreLeftOut() throws IOException {
        FrameFormatBuilder shorts = FrameFormat.builder().fixedLength(2, ByteOrder.BIG_ENDIAN);
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(shorts.build())
                .build();
        try (ProtobufAcceptor server =
                EchoServer.start(ProtobufAcceptor.builder(codec), new InetSocketAddress("127.0.0.1", 0))) {
            ClientRun run = check(server, "1 3 5.9 5.10 5.11 --format length:2be");

            assertEquals(Set.of("1.6", "3.5", "3.6", "5.9", "5.10"), run.ids("SKIP"), run::out);
            assertEquals(Set.of(), run.failedAtAnyLevel(), run::out);
            assertTrue(
                    run.text().contains("a length of 1048576 does not fit: the format's largest is 65535"), run::out);
        }
    }

    @Test
    void theFileOfIdsSaysWhichTypeAnEchoIs(@TempDir Path folder) throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.txt"), "# mine\n3 = my.Ping\n9 = minaprotobuf.example.Echo\n");
        FrameFormatBuilder mumble =
                FrameFormat.builder().fixedType(2, ByteOrder.BIG_ENDIAN).fixedLength(4, ByteOrder.BIG_ENDIAN);
        try (ProtobufAcceptor server = server(mumble, 9)) {
            String port = " --port " + server.getLocalAddress().getPort() + " --format type:2be,length:4be ";
            Path echoAlone = Files.writeString(folder.resolve("echo.txt"), "9 = minaprotobuf.example.Echo\n");

            assertEquals(0, ClientRun.of("check 1.1 --types " + ids + port).exitCode());
            assertEquals(
                    "id: 5\n",
                    ClientRun.of("send --text id:5 --types " + echoAlone + port).out());
            assertEquals(
                    0,
                    ClientRun.of("bench --requests 10 --warmup 0.01 --types " + echoAlone + port)
                            .exitCode());
            assertEquals(1, ClientRun.of("check 1.1 --timeout 0.5" + port).exitCode(), "of type 1, which it lacks");
        }
    }

    @Test
    void bodiesThatAreTooLongToBeEncodedBeforehandGoThroughBenchAsWell() throws IOException {
        FrameFormatBuilder mumble =
                FrameFormat.builder().fixedType(2, ByteOrder.BIG_ENDIAN).fixedLength(4, ByteOrder.BIG_ENDIAN);
        try (ProtobufAcceptor server = server(mumble, 1)) {
            ClientRun run = ClientRun.of("bench --requests 20 --warmup 0.01 --payload-size 10-64KiB --port "
                    + server.getLocalAddress().getPort() + " --format type:2be,length:4be");

            assertEquals(0, run.exitCode(), run::err);
        }
    }

    @Test
    void aFormatThatTheCodecLacksIsWrongUsageWhereTheCodecIsUsed() {
        for (String command : new String[] {"check 1.1", "bench --requests 1"}) {
            ClientRun run = ClientRun.of(command + " --format length:5be");

            assertEquals(2, run.exitCode(), run::err);
            assertTrue(run.err().contains("the codec has no format length:5be"), run::err);
        }
    }

    @Test
    void withoutAPortTheServerInProcessSpeaksTheFormat() {
        assertEquals(
                0,
                ClientRun.of("check 1 --format const:00,length:varint,type:varint")
                        .exitCode());
    }

    @Test
    void aRightServerPasses() throws IOException {
        Gallery.assertFails(Set.of(), "1 2.1 2.3 2.4 3.4 5.1 5.11 5.13 6.1 7.1", TYPED, Behaviour::new);
    }

    @Test
    void droppingEmptyFramesFailsTheCasesWithEmptyMessages() throws IOException {
        Gallery.assertFails(
                Set.of("1.2", "1.3", "1.5", "2.1", "3.4"),
                "1 2.1 2.3 3.1 3.4 5.11 6.1 --timeout 6",
                TYPED,
                () -> new Behaviour() {
                    @Override
                    void received(byte[] body) throws IOException {
                        if (body.length > 0) {
                            send(body);
                        }
                    }
                });
    }

    @Test
    void anotherTypeInRepliesFailsAllThatWantAReply() throws IOException {
        ClientRun run = Gallery.assertFails(
                Set.of("1.1", "1.2", "1.3", "1.4", "1.5", "6.1"), "1 6.1 6.3", TYPED, () -> new Behaviour() {
                    @Override
                    byte[] header(int bodyLength) {
                        return TYPED.sendingType(2).header(bodyLength);
                    }
                });

        assertTrue(run.text().contains("a reply of type 2, where type 1 was sent"), run::out);
    }

    @Test
    void takingTheTypeForAPartOfTheLengthFailsAllThatWantAReply() throws IOException {
        Gallery.assertFails(
                Set.of("1.1", "1.2", "1.3", "1.4", "1.5", "6.1", "6.2"),
                "1 6.1 6.2 6.3 --timeout 1",
                TYPED,
                () -> new Behaviour() {
                    @Override
                    int readBodyLength(DataInputStream in, int first) throws IOException {
                        return first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                    }
                });
    }
}
