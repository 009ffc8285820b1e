package io.github.minaprotobuf.client.capture;

import static io.github.minaprotobuf.client.capture.Segment.ACK;
import static io.github.minaprotobuf.client.capture.Segment.FIN;
import static io.github.minaprotobuf.client.capture.Segment.RST;
import static io.github.minaprotobuf.client.capture.Segment.SYN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress("10.0.0.1", 40_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.2", 9_123);
    private static final List<String> HELLO = List.of(
            "#1 40000 to 9123", "#1 > 'hello'", "#1 < 'hi'", "#1 > end of the stream", "#1 < end of the stream");

    private static CaptureFile opened(CaptureFile file) {
        return file.packet(CLIENT, SERVER, 99, SYN, "").packet(SERVER, CLIENT, 499, SYN | ACK, "");
    }

    private static CaptureFile hello(CaptureFile file) {
        return opened(file)
                .packet(CLIENT, SERVER, 100, ACK, "hel")
                .packet(CLIENT, SERVER, 103, ACK, "lo")
                .packet(SERVER, CLIENT, 500, ACK, "hi")
                .packet(CLIENT, SERVER, 105, FIN | ACK, "")
                .packet(SERVER, CLIENT, 502, FIN | ACK, "");
    }

    static Stream<CaptureFile> files() {
        return Stream.of(
                CaptureFile.pcap(),
                CaptureFile.pcap(ByteOrder.LITTLE_ENDIAN, CaptureFile.RAW, ""),
                CaptureFile.pcapng(ByteOrder.BIG_ENDIAN),
                CaptureFile.pcapng(ByteOrder.LITTLE_ENDIAN));
    }

    @ParameterizedTest
    @MethodSource("files")
    void bothFormatsAreReadInBothByteOrders(CaptureFile file) throws IOException {
        byte[] bytes = hello(file).bytes();

        assertTrue(Capture.isAt(new ByteArrayInputStream(bytes)));
        assertEquals(HELLO, CaptureFile.events(bytes, OptionalInt.empty()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void timesAreThoseOfThePackets(CaptureFile file) throws IOException {
        List<Instant> times = new ArrayList<>();
        byte[] bytes = opened(file).packet(CLIENT, SERVER, 100, ACK, "x").bytes();
        Capture.read(new ByteArrayInputStream(bytes), OptionalInt.empty(), event -> times.add(event.time()));

        assertEquals(Instant.ofEpochSecond(1_001, 5_000_000), times.get(0));
        assertEquals(Instant.ofEpochSecond(1_003, 5_000_000), times.get(1));
    }

    @ParameterizedTest(name = "link type {0}")
    @CsvSource(
            nullValues = "none",
            value = {
                "0, 02000000", // NULL, of a little-endian machine
                "108, 00000002", // LOOP
                "1, 0200000000010200000000020800", // EN10MB
                "1, 02000000000102000000000288a80001810000020800", // with two VLAN tags
                "12, ''",
                "14, ''",
                "101, ''",
                "228, ''",
                "113, 00000001000600000000000000000800", // LINUX_SLL
                "276, 0800000000000001000100060000000000000000", // LINUX_SLL2
            })
    void packetsAreFoundBehindEachLinkHeader(int linkType, String header) throws IOException {
        assertEquals(
                HELLO,
                hello(CaptureFile.pcap(ByteOrder.LITTLE_ENDIAN, linkType, header))
                        .events());
    }

    @Test
    void aLinkTypeThatIsNotKnownIsTold() {
        CaptureFile wifi = hello(CaptureFile.pcap(ByteOrder.LITTLE_ENDIAN, 127, ""));

        IOException e = assertThrows(IOException.class, wifi::events);
        assertTrue(e.getMessage().startsWith("link type 127 is not among"), e::getMessage);
    }

    @Test
    void ipv6IsReadToo() throws IOException {
        InetSocketAddress client = new InetSocketAddress("fd00::1", 40_000);
        InetSocketAddress server = new InetSocketAddress("fd00::2", 9_123);

        assertEquals(
                List.of("#1 40000 to 9123", "#1 > 'hello'", "#1 > end of the capture", "#1 < end of the capture"),
                CaptureFile.pcap()
                        .packet(client, server, 99, SYN, "")
                        .packet(client, server, 100, ACK, "hello")
                        .events());
    }

    @Test
    void segmentsComeInAnyOrderTwiceAndOverlapping() throws IOException {
        String text = "the quick brown fox jumps over the lazy dog";
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<int[]> pieces = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(9));
                pieces.add(new int[] {Math.max(0, at - random.nextInt(5)), end});
                if (random.nextBoolean()) {
                    pieces.add(new int[] {at, end});
                }
                at = end;
            }
            Collections.shuffle(pieces, random);
            CaptureFile file = opened(CaptureFile.pcap());
            for (int[] piece : pieces) {
                file.packet(CLIENT, SERVER, 100 + piece[0], ACK, text.substring(piece[0], piece[1]));
            }
            assertEquals("#1 > '" + text + "'", file.events().get(1), "seed " + seed);
        }
    }

    @Test
    void sequenceNumbersBeginAnewAtTheEndOfTheirRange() throws IOException {
        assertEquals(
                "#1 > 'hello'",
                CaptureFile.pcap()
                        .packet(CLIENT, SERVER, -3, SYN, "")
                        .packet(CLIENT, SERVER, 1, ACK, "lo")
                        .packet(CLIENT, SERVER, -2, ACK, "hel")
                        .events()
                        .get(1));
    }

    @Test
    void connectionsAreToldApartAlsoWhenTheyHaveTheSamePorts() throws IOException {
        InetSocketAddress other = new InetSocketAddress("10.0.0.1", 40_001);

        assertEquals(
                List.of(
                        "#1 40000 to 9123",
                        "#2 40001 to 9123",
                        "#1 > 'one'",
                        "#2 > 'two'",
                        "#1 > reset",
                        "#1 < end of the capture",
                        "#3 40000 to 9123",
                        "#3 > 'three'",
                        "#2 > end of the capture",
                        "#2 < end of the capture",
                        "#3 > end of the capture",
                        "#3 < end of the capture"),
                CaptureFile.pcap()
                        .packet(CLIENT, SERVER, 99, SYN, "")
                        .packet(CLIENT, SERVER, 99, SYN, "")
                        .packet(other, SERVER, 9, SYN, "")
                        .packet(CLIENT, SERVER, 100, ACK, "one")
                        .packet(other, SERVER, 10, ACK, "two")
                        .packet(CLIENT, SERVER, 103, RST, "")
                        .packet(CLIENT, SERVER, 7_000, SYN, "")
                        .packet(CLIENT, SERVER, 7_001, ACK, "three")
                        .events());
    }

    @Test
    void whatTheCaptureLacksIsTold() throws IOException {
        assertEquals(
                List.of(
                        "#1 40000 to 9123",
                        "#1 > 'hel'",
                        "#1 > the capture lacks 2 bytes; what follows them is not shown",
                        "#1 > end of the capture",
                        "#1 < end of the capture"),
                opened(CaptureFile.pcap())
                        .packet(CLIENT, SERVER, 100, ACK, "hel")
                        .packet(CLIENT, SERVER, 105, ACK, "later")
                        .events());
    }

    @Test
    void packetsThatWereCapturedInPartLackTheRest() throws IOException {
        ByteBuffer packet = Headers.packet(true, CLIENT, SERVER, 100, 0, ACK, ByteBuffer.wrap(new byte[100]));
        List<String> events = opened(CaptureFile.pcap())
                .packet(packet, 60)
                .packet(CLIENT, SERVER, 200, FIN | ACK, "")
                .events();

        assertTrue(
                events.contains("#1 > the capture lacks 80 bytes; what follows them is not shown"), events::toString);
    }

    @Test
    void aConnectionThatWasOpenAlreadyHasItsServerAtTheLowerPortOrTheGivenOne() throws IOException {
        CaptureFile file = CaptureFile.pcap().packet(SERVER, CLIENT, 5, ACK, "hi");

        assertEquals(
                List.of("#1 40000 to 9123", "#1 was open already; it may begin inside a frame", "#1 < 'hi'"),
                file.events().subList(0, 3));
        assertEquals("#1 9123 to 40000", file.events(OptionalInt.of(40_000)).get(0));
        assertEquals(List.of(), file.events(OptionalInt.of(80)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "46", "4500", "ff00ff00", "45000014", "4500002800004000400600000a0000010a000002"})
    void whatIsNoWholeSegmentIsPassedOver(String packet) throws IOException {
        assertEquals(
                List.of(),
                CaptureFile.pcap()
                        .packet(
                                ByteBuffer.wrap(
                                        HexFormat.of().parseHex(packet.length() % 2 == 1 ? "0" + packet : packet)),
                                99)
                        .events());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatEndsAnywhereIsReadAsFarAsItGoes(CaptureFile file) {
        byte[] whole = hello(file).bytes();
        for (int length = 24; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                CaptureFile.events(cut, OptionalInt.empty());
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("the capture "), e::getMessage);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aDamagedFileIsToldOrReadAndNothingElse(CaptureFile file) {
        byte[] whole = hello(file).bytes();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 3; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                CaptureFile.events(damaged, OptionalInt.empty());
            } catch (IOException e) {
                assertTrue(e.getMessage().matches("(?s)(the capture |link type ).*"), e::getMessage);
            }
        }
    }
}
