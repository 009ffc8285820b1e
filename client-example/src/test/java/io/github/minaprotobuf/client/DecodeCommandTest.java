package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeCommandTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hello").build();

    @TempDir
    private Path folder;

    private Path file(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return Files.write(folder.resolve("bytes"), all.toByteArray());
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] frame(Wire wire, Echo message) {
        byte[] body = message.toByteArray();
        byte[] header = wire.header(body.length);
        byte[] frame = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, frame, header.length, body.length);
        return frame;
    }

    @Test
    void eachFrameIsOneLine() throws IOException {
        Path bytes = file(frame(Wire.LE32, HI), frame(Wire.LE32, Echo.getDefaultInstance()), hex("03000000 ffffff"));

        assertEquals(new ClientRun(0, """
                        @0  09 00 00 00  9 B  1: 1 2: "hello"
                        @13  00 00 00 00  0 B  (empty)
                        @17  03 00 00 00  3 B  no protobuf: FF FF FF
                        """, ""), ClientRun.of("decode " + bytes));
    }

    @EachFormat
    void inEachFormatAndWithTheEchosFieldsByName(Wire wire) throws IOException {
        ClientRun run = ClientRun.of("decode --echo --format " + wire + " " + file(frame(wire, HI), frame(wire, HI)));

        assertEquals(0, run.exitCode(), run::err);
        assertEquals(
                2,
                run.out()
                        .lines()
                        .filter(line -> line.endsWith("9 B  Echo id: 1 text: \"hello\""))
                        .count(),
                run::out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type:2be,length:4be | 0007 00000009",
                "length:4be,type:1be,adjust:-1 | 0000000a 07",
                "length:4le,type:1le,adjust:-1 | 0a000000 07",
                "const:00,length:varint,type:varint | 00 09 07",
                "length:4le,const:56543031,type:4le,adjust:-4 | 0d000000 56543031 07000000",
                "reserved:1,type:3le,length:8be | 55 070000 0000000000000009",
            })
    void aHeaderOfPartsSaysATypeToo(String format, String header) throws IOException {
        Path bytes = file(hex(header), HI.toByteArray(), hex(header), HI.toByteArray());

        ClientRun run = ClientRun.of("decode --format " + format + " " + bytes);

        assertEquals(0, run.exitCode(), run.out() + run.err());
        assertEquals(
                2,
                run.out()
                        .lines()
                        .filter(line -> line.endsWith("type 7  9 B  1: 1 2: \"hello\""))
                        .count(),
                run::out);
    }

    private Path descriptorSet() throws IOException {
        return Files.write(
                folder.resolve("set"),
                FileDescriptorSet.newBuilder()
                        .addFile(Echo.getDescriptor().getFile().toProto())
                        .build()
                        .toByteArray());
    }

    @Test
    void typesAreNamedByAFileOfIds() throws IOException {
        Path ids = Files.writeString(folder.resolve("ids"), "# of this test\n7 = minaprotobuf.example.Echo\n");
        Path bytes = file(hex("0007 00000009"), HI.toByteArray(), hex("0008 00000009"), HI.toByteArray());

        ClientRun run = ClientRun.of("decode --format type:2be,length:4be --types " + ids + " --descriptor-set "
                + descriptorSet() + " " + bytes);

        assertEquals(
                List.of(
                        "@0  00 07 00 00 00 09  type 7  9 B  Echo id: 1 text: \"hello\"",
                        "@15  00 08 00 00 00 09  type 8  9 B  1: 1 2: \"hello\""),
                run.out().lines().toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 minaprotobuf.example.Echo | is not of the form 'ID = NAME'",
                "x = minaprotobuf.example.Echo | is not of the form 'ID = NAME'",
                "7 = Nobody | line 1: no message type 'Nobody' in",
                "4294967296 = minaprotobuf.example.Echo | id 4294967296 is more than 4294967295",
            })
    void aLineThatNamesNoTypeIsToldWithItsNumber(String line, String message) throws IOException {
        Path ids = Files.writeString(folder.resolve("ids"), line);

        ClientRun run = ClientRun.of("decode --format type:2be,length:4be --types " + ids + " --descriptor-set "
                + descriptorSet() + " " + file());

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(ids + ", line 1: "), run::err);
        assertTrue(run.err().contains(message), run::err);
    }

    @Test
    void eachSideMayHaveANumberOfItsOwnForAType() throws IOException {
        Path ids = Files.writeString(
                folder.resolve("ids"), "> 7 = minaprotobuf.example.Echo\n< 8 = minaprotobuf.example.Echo\n");
        Path bytes = file(hex("07 09"), HI.toByteArray(), hex("08 09"), HI.toByteArray());

        ClientRun run = ClientRun.of("decode --format type:1be,length:1be --types " + ids + " --descriptor-set "
                + descriptorSet() + " " + bytes);

        assertEquals(
                2, run.out().lines().filter(line -> line.contains("Echo id: 1")).count(), run::out);
    }

    @Test
    void whatEndsInsideAFrameIsTold() throws IOException {
        ClientRun run = ClientRun.of("decode " + file(frame(Wire.LE32, HI), hex("09000000 0801")));

        assertEquals(1, run.exitCode());
        assertTrue(run.out().endsWith("@13  a frame that does not end: 6 bytes of it are there\n"), run::out);
    }

    @Test
    void aWrongFormatOftenDeclaresMoreThanThereIs() throws IOException {
        ClientRun run = ClientRun.of("decode --format be32 " + file(frame(Wire.LE32, HI)));

        assertEquals(1, run.exitCode());
        assertTrue(run.out().endsWith("the last frame does not end: 150994935 bytes of it are missing\n"), run::out);
    }

    @Test
    void bytesThatAreNoHeaderEndTheView() throws IOException {
        ClientRun run = ClientRun.of("decode --format grpc " + file(frame(Wire.GRPC, HI), hex("47455420")));

        assertEquals(1, run.exitCode());
        assertTrue(run.out().endsWith("@14  47 45 54 20  is no frame: a flag of 47, expected 00 or 01\n"), run::out);
    }

    @Test
    void aBodyThatIsTooLongToBeKeptIsCounted() throws IOException {
        byte[] large = new byte[(16 << 20) + 1];
        ClientRun run = ClientRun.of("decode " + file(hex("01000001"), large, frame(Wire.LE32, HI)));

        assertEquals(
                List.of(
                        "@0  01 00 00 01  16777217 B  (16777217 bytes, more than are kept)",
                        "@16777221  09 00 00 00  9 B  1: 1 2: \"hello\""),
                run.out().lines().toList());
        assertEquals(0, run.exitCode());
    }

    @Test
    void hexIsReadAsWellAndJsonIsWritten() throws IOException {
        Path bytes = Files.writeString(folder.resolve("hex"), "09 00 00 00\n08 01 12 05 68 65 6c 6c 6f\n");

        assertEquals(
                "{\"offset\":0,\"header\":\"09 00 00 00\",\"length\":9,\"text\":\"1: 1 2: \\\"hello\\\"\"}\n",
                ClientRun.of("decode --hex --json " + bytes).out());
        assertEquals(
                "@0  09 00 00 00  9 B  \n    1: 1\n    2: \"hello\"\n",
                ClientRun.of("decode --hex -v " + bytes).out());
    }

    @EachFormat
    void theRightFormatIsGuessedAndWhyNotTheOthers(Wire wire) throws IOException {
        Path bytes = file(
                frame(wire, HI),
                frame(wire, Echo.newBuilder().setText("x".repeat(300)).build()),
                frame(wire, HI));

        ClientRun run = ClientRun.of("decode --guess " + bytes);

        assertEquals(0, run.exitCode(), run::out);
        assertTrue(run.out().lines().findFirst().orElse("").matches("fits +" + wire + " +3 frames"), run::out);
        assertTrue(run.out().lines().filter(line -> line.startsWith("no ")).count() >= 8, run::out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type:2be length:4be | 0007 00000009 | Mumble",
                "length:4be type:1be adjust:-1 | 0000000a 07 | Riak",
                "length:4le type:1le adjust:-1 | 0a000000 07 | MySQL X",
                "const:00 length:varint type:varint | 00 09 07 | ESPHome",
                "length:4le const:56543031 type:4le adjust:-4 | 0d000000 56543031 07000000 | Steam",
            })
    void aTypedFormatIsGuessedWithAProtocolThatHasIt(String format, String header, String protocol) throws IOException {
        ClientRun run =
                ClientRun.of("decode --guess " + file(hex(header), HI.toByteArray(), hex(header), HI.toByteArray()));

        String first = run.out().lines().findFirst().orElse("");
        assertEquals("fits  " + format + " 2 frames, as of " + protocol, first.replaceAll(" +2 frames", " 2 frames"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, HTTP: 'GET / HTTP/1.1'",
        "HTTP/1.1 400 Bad, HTTP: 'HTTP/1.1 400 Bad'",
        "220 mail ready, text: '220 mail ready'"
    })
    void whatIsNoFrameAtAllIsNamed(String text, String name) throws IOException {
        ClientRun run = ClientRun.of("decode --guess " + file((text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));

        assertEquals(1, run.exitCode(), run::out);
        assertTrue(run.out().contains("begins like " + name), run::out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "le64",
                "length:4",
                "length:9be",
                "type:2be",
                "const:xy,length:2be",
                "length:2be,length:2be",
                "reserved:0,length:1be"
            })
    void aFormatThatIsNoneIsWrongUsage(String format) throws IOException {
        ClientRun run = ClientRun.of("decode --format " + format + " " + file());

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("as in 'type:2be length:4be'"), run::err);
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        ClientRun run = ClientRun.of("decode " + folder.resolve("none"));

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("none: no such file"), run::err);
    }
}
