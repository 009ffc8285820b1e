package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.Echo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.protobuf.ProtobufDecoder;
import io.netty.handler.codec.protobuf.ProtobufEncoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32LengthFieldPrepender;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What from-netty.md replaces, and what it puts there, speak the same bytes")
@Timeout(60)
class GuideFromNettyTest {

    private static final Guide PAGE = Guide.named("from-netty.md");
    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();
    private static final List<Echo> MESSAGES = List.of(
            HI,
            Echo.getDefaultInstance(),
            HI.toBuilder().setText("x".repeat(100_000)).build());

    @Test
    void both_servers_echo_the_same_bytes(@TempDir Path before, @TempDir Path after) throws Exception {
        byte[] frames = Wire.BE32.frames(MESSAGES);
        assertArrayEquals(frames, echoed(PAGE.compile(before), "NettyServer", frames));
        assertArrayEquals(frames, echoed(PAGE.compile(after), "MinaServer", frames));
    }

    @Test
    void each_row_of_the_table_of_decoders_is_one_format_to_both(@TempDir Path folder) throws Exception {
        List<List<String>> table = PAGE.tableAfter("each row is compiled");
        Object[][] decodersAndFormats = decodersAndFormats(table, folder);
        for (int i = 0; i < table.size(); i++) {
            byte[] header = HexFormat.ofDelimiter(" ").parseHex(table.get(i).get(2));
            byte[] frame = Wire.concat(header, HI.toByteArray());
            assertArrayEquals(
                    frame,
                    encoded((FrameFormat) decodersAndFormats[i][1]),
                    table.get(i).get(0));
            assertEquals(header.length + " + 6", table.get(i).get(3));
            assertEquals(
                    HI,
                    nettyDecodes((ChannelHandler) decodersAndFormats[i][0], frame),
                    table.get(i).get(0));
        }
    }

    @Test
    void the_varint_handlers_are_varint32() {
        byte[] frame = encoded(FrameFormat.varint32());
        assertEquals(HI, nettyDecodes(new ProtobufVarint32FrameDecoder(), frame));
        assertArrayEquals(frame, nettyEncodes(new ProtobufVarint32LengthFieldPrepender()));
    }

    @Test
    void a_length_that_includes_its_own_field_is_an_adjustment() {
        assertArrayEquals(
                nettyEncodes(new LengthFieldPrepender(2, true)),
                encoded(FrameFormat.builder()
                        .fixedLength(2, ByteOrder.BIG_ENDIAN)
                        .lengthAdjustment(-2)
                        .build()));
    }

    private static Object[][] decodersAndFormats(List<List<String>> table, Path folder) throws Exception {
        String rows = table.stream()
                .map(row -> "{new LengthFieldBasedFrameDecoder(1 << 20, " + row.get(0) + "), FrameFormat.builder()"
                        + row.get(1) + ".build()}")
                .collect(Collectors.joining(",\n"));
        return (Object[][]) PAGE.compile(folder, """
                import io.github.minaprotobuf.codec.FrameFormat;
                import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
                import java.nio.ByteOrder;

                public class Rows {
                    public static Object[][] all() {
                        return new Object[][] {%s};
                    }
                }
                """.formatted(rows))
                .load("Rows")
                .getMethod("all")
                .invoke(null);
    }

    private static byte[] encoded(FrameFormat format) {
        Peer peer = Peer.onStream(ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(format)
                .build());
        peer.write(HI);
        return peer.written().get(0);
    }

    private static byte[] nettyEncodes(ChannelHandler prepender) {
        EmbeddedChannel channel = new EmbeddedChannel(prepender, new ProtobufEncoder());
        channel.writeOutbound(HI);
        ByteBuf frame = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            frame.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(frame);
    }

    private static Object nettyDecodes(ChannelHandler frameDecoder, byte[] frame) {
        EmbeddedChannel channel = new EmbeddedChannel(frameDecoder, new ProtobufDecoder(Echo.getDefaultInstance()));
        channel.writeInbound(Unpooled.wrappedBuffer(frame));
        return channel.readInbound();
    }

    private static byte[] echoed(Guide.Program program, String server, byte[] frames) throws Exception {
        program.run(server);
        try (Socket connection = new Socket(InetAddress.getByName("127.0.0.1"), program.port())) {
            connection.getOutputStream().write(frames);
            return connection.getInputStream().readNBytes(frames.length);
        }
    }
}
