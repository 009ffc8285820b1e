package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import com.google.protobuf.ByteString;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mina.core.filterchain.IoFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What existing-protocols.md shows is what goes over the wire")
class GuideExistingProtocolsTest {

    private static final Guide PAGE = Guide.named("existing-protocols.md");
    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();

    @TempDir
    private Path folder;

    @Test
    void each_header_of_the_table_is_the_formats_in_both_directions() throws Exception {
        List<List<String>> rows = PAGE.tableAfter("each row is compiled");
        FrameFormat[] formats = formats(rows);
        for (int i = 0; i < rows.size(); i++) {
            String protocol = rows.get(i).get(0);
            byte[] header = HexFormat.of().parseHex(rows.get(i).get(2).replace(" ", ""));
            byte[] frame = Wire.concat(header, HI.toByteArray());
            boolean typed = formats[i].header().isTyped();
            Peer peer = peer(formats[i], typed);
            Object body = typed ? TypedBytes.of(7, HI.toByteString()) : HI.toByteString();
            peer.write(body);
            assertArrayEquals(frame, peer.written().get(0), protocol);
            assertEquals(List.of(body), peer.send(frame).events(), protocol);
        }
        assertTrue(rows.size() > 20, "rows of the table: " + rows.size());
    }

    private static Peer peer(FrameFormat format, boolean typed) {
        ProtobufCodecFactory codec = (typed
                        ? ProtobufCodecFactory.builder(
                                MessageTypes.builder().unknownAsBytes().build())
                        : ProtobufCodecFactory.builder(BodyCodec.bytes()))
                .frameFormat(format)
                .build();
        return format.isForDatagramsOnly()
                ? CodecFilter.OF_THIS_LIBRARY.onDatagrams(codec)
                : CodecFilter.OF_THIS_LIBRARY.onStream(codec);
    }

    private FrameFormat[] formats(List<List<String>> rows) throws Exception {
        String expressions = rows.stream()
                .map(row -> row.get(1))
                .map(format -> format.startsWith("builder()") ? format + ".build()" : format)
                .collect(Collectors.joining(",\n"));
        return (FrameFormat[]) compiled("""
                import static io.github.minaprotobuf.codec.FrameFormat.*;
                import static java.nio.ByteOrder.*;
                import io.github.minaprotobuf.codec.FrameFormat;

                public class Formats {
                    public static FrameFormat[] all() {
                        return new FrameFormat[] {%s};
                    }
                }
                """.formatted(expressions))
                .load("Formats")
                .getMethod("all")
                .invoke(null);
    }

    private Guide.Program compiled(String... more) throws Exception {
        return PAGE.compile(folder, more);
    }

    @Test
    void a_body_of_parts_comes_back_as_it_was_sent() throws Exception {
        Guide.Program program = compiled();
        BodyCodec<?> calls =
                (BodyCodec<?>) program.load("CallBody").getDeclaredConstructor().newInstance();
        Object call = calls.encodableType()
                .getDeclaredConstructor(Echo.class, ByteString.class)
                .newInstance(HI, ByteString.copyFromUtf8("parameters"));
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(calls)
                .frameFormat(FrameFormat.bigEndian32())
                .build();
        Peer peer = Peer.onStream(codec);
        peer.write(call);
        byte[] frame = peer.written().get(0);
        assertArrayEquals(
                Wire.BE32.frame(Wire.concat(
                        Wire.VARINT32.frame(HI), Wire.VARINT32.frame("parameters".getBytes(StandardCharsets.UTF_8)))),
                frame);
        Cuts.forEach(
                Wire.concat(frame, frame),
                chunks -> assertEquals(
                        List.of(call, call),
                        Peer.onStream(codec).sendAll(chunks).events()));
    }

    @Test
    void a_datagram_longer_than_minas_buffer_is_echoed() throws Exception {
        Guide.Program program = compiled();
        program.run("DatagramServer");
        byte[] body = HI.toBuilder().setText("hi".repeat(5_000)).build().toByteArray();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.connect(InetAddress.getLoopbackAddress(), program.port());
            socket.send(new DatagramPacket(body, body.length));
            DatagramPacket reply = new DatagramPacket(new byte[65_507], 65_507);
            socket.receive(reply);
            assertArrayEquals(body, Arrays.copyOf(reply.getData(), reply.getLength()));
        }
    }

    @Test
    void a_wrong_checksum_costs_one_frame() throws Exception {
        TypedBodyCodec<?> checksummed = (TypedBodyCodec<?>)
                compiled().load("ChecksummedBody").getDeclaredConstructor().newInstance();
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(checksummed)
                .frameFormat(FrameFormat.builder()
                        .varintLength()
                        .fixedType(4, ByteOrder.BIG_ENDIAN)
                        .build())
                .build();
        Peer peer = Peer.onStream(codec);
        peer.write(HI);
        byte[] right = peer.written().get(0);
        byte[] wrong = right.clone();
        wrong[1]++;
        assertEquals(
                List.of(HI, MalformedMessageException.class, HI),
                Peer.onStream(codec).send(Wire.concat(right, wrong, right)).outline());
    }

    @Test
    void a_prologue_is_taken_off_the_first_bytes_and_no_others_are_let_in() throws Exception {
        byte[] prologue = {'h', 'r', 'p', 'c', 9, 0, 0};
        Class<?> filter = compiled().load("PrologueFilter");
        ProtobufCodecFactory codec = ProtobufCodecFactory.of(Echo.getDefaultInstance());
        Cuts.forEach(Wire.concat(prologue, Wire.LE32.frame(HI), Wire.LE32.frame(HI)), chunks -> {
            Peer peer = peerBehind(filter, prologue, codec).sendAll(chunks);
            assertEquals(List.of(HI, HI), peer.events());
        });
        Peer other = peerBehind(filter, prologue, codec);
        other.session().getFilterChain().fireMessageReceived(BufferKind.HEAP.bufferOf(new byte[] {'h', 't', 't', 'p'}));
        assertTrue(other.session().isClosing());
        assertEquals(List.of(Peer.SESSION_CLOSED), other.events());
    }

    private static Peer peerBehind(Class<?> filter, byte[] prologue, ProtobufCodecFactory codec) {
        try {
            Peer peer = CodecFilter.OF_THIS_LIBRARY.onStream(codec);
            peer.session().getFilterChain().addBefore("codec", "prologue", (IoFilter)
                    filter.getConstructor(byte[].class).newInstance((Object) prologue));
            return peer;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
