package io.github.minaprotobuf.client.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The last line that a program has printed: most often why it ended. */
final class LastWords {

    private static final int BYTES_READ = 4 << 10;
    private static final int MOST_SHOWN = 160;

    private LastWords() {}

    /** On one line, cut, without what could move a terminal's cursor; empty when it has printed nothing. */
    static String in(Path output) throws IOException {
        String line = new String(end(output), StandardCharsets.UTF_8)
                .lines()
                .filter(it -> !it.isBlank())
                .reduce("", (before, last) -> last)
                .strip()
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]", "?");
        int shown = Math.min(line.length(), MOST_SHOWN);
        return line.substring(0, shown) + (shown < line.length() ? " .." : "");
    }

    private static byte[] end(Path output) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(output)) {
            file.position(Math.max(0, file.size() - BYTES_READ));
            ByteBuffer end = ByteBuffer.allocate(BYTES_READ);
            while (file.read(end) > 0) {
                // until the end
            }
            byte[] bytes = new byte[end.flip().remaining()];
            end.get(bytes);
            return bytes;
        }
    }
}
