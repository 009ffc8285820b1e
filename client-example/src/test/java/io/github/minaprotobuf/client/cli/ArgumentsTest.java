package io.github.minaprotobuf.client.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Arguments are read as UTF-8 from the bytes that the system kept")
class ArgumentsTest {

    private static final byte[] E_ACUTE_IN_LATIN_1 = {(byte) 0xE9};

    @Test
    void whatTheJvmHasReplacedIsRead() {
        assertRead(StandardCharsets.US_ASCII, "send", "", "héllo €", "@file", "two\nlines", "\uD83D\uDE00", "\uFFFD");
    }

    @Test
    void whatTheJvmHasTakenForLatin1IsRead() {
        assertRead(StandardCharsets.ISO_8859_1, "send", "héllo €");
    }

    @Test
    void whatTheJvmHasReadRightStaysSo() {
        assertRead(StandardCharsets.UTF_8, "send", "héllo €", "\uFFFD");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[][] raw = {"send".getBytes(StandardCharsets.UTF_8), E_ACUTE_IN_LATIN_1};

        Exception e = assertThrows(IllegalArgumentException.class, () -> read(StandardCharsets.US_ASCII, raw));

        assertEquals("argument 2 is not UTF-8: byte E9 at offset 0", e.getMessage());
    }

    @Test
    void whereTheSystemDoesNotTellTheBytesALossIsRefused() {
        String[] lossy = {"send", "h\uFFFD\uFFFDllo"};

        Exception e = assertThrows(
                IllegalArgumentException.class, () -> Arguments.inUtf8(lossy, StandardCharsets.US_ASCII, new byte[0]));

        assertEquals(
                "argument 2 cannot be read in this locale (US-ASCII): h\uFFFD\uFFFDllo; set LC_ALL=C.UTF-8",
                e.getMessage());
    }

    @Test
    void whereTheSystemDoesNotTellTheBytesWhatWasReadIsTaken() {
        String[] arguments = {"send", "héllo"};

        assertArrayEquals(arguments, Arguments.inUtf8(arguments, StandardCharsets.UTF_8, new byte[0]));
    }

    @Test
    void bytesOfOtherArgumentsAreNotTaken() {
        // java @file: the process's arguments are not those that the JVM gave to main.
        byte[] others = "java\0@file\0".getBytes(StandardCharsets.UTF_8);
        String[] arguments = {"list", "1"};

        assertArrayEquals(arguments, Arguments.inUtf8(arguments, StandardCharsets.US_ASCII, others));
    }

    private static void assertRead(Charset locale, String... typed) {
        byte[][] raw = new byte[typed.length][];
        for (int i = 0; i < typed.length; i++) {
            raw[i] = typed[i].getBytes(StandardCharsets.UTF_8);
        }
        assertArrayEquals(typed, read(locale, raw));
    }

    /** As the JVM does: each argument decoded by the locale; the system has the bytes, with the JVM's own in front. */
    private static String[] read(Charset locale, byte[]... raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("java\0-jar\0interop-client.jar\0".getBytes(StandardCharsets.UTF_8));
        String[] decoded = new String[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bytes.writeBytes(raw[i]);
            bytes.write(0);
            decoded[i] = new String(raw[i], locale);
        }
        return Arguments.inUtf8(decoded, locale, bytes.toByteArray());
    }
}
