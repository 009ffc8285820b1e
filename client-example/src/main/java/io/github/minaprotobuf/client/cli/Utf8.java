package io.github.minaprotobuf.client.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The client reads and writes UTF-8, whatever the locale: a CI job often has none, and the JVM then knows ASCII only. */
final class Utf8 {

    private Utf8() {}

    /**
     * The text that these bytes are.
     *
     * @param what what they are of, for the exception: {@code stdin}
     * @throws IllegalArgumentException when they are no UTF-8; names the first byte that is wrong
     */
    static String decode(String what, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports where String's constructor replaces
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s is not UTF-8: byte %02X at offset %d",
                    what,
                    in.get(in.position()),
                    in.position()));
        }
        return out.flip().toString();
    }

    /** Makes the JVM's streams write UTF-8: what the logger, or an uncaught exception, prints goes there too. */
    static void useForOutput() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
}
