package io.github.minaprotobuf.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Bytes of live objects in another JVM, by the JDK's {@code jcmd}. */
record HeapCounter(long pid) {

    private static final int MAX_LOOKS = 20;
    private static final double SAME = 0.001;

    /** Counts until two counts in a row agree: the server may still be at what it was sent. */
    long settledBytes() throws IOException, InterruptedException {
        long last = 0;
        for (int look = 0; look < MAX_LOOKS; look++) {
            TimeUnit.SECONDS.sleep(1);
            long bytes = liveBytes();
            if (Math.abs(bytes - last) <= SAME * bytes) {
                return bytes;
            }
            last = bytes;
        }
        throw new IOException("the server's heap does not settle; last " + last + " bytes");
    }

    /** A histogram counts live objects, so the JVM collects all garbage first. */
    private long liveBytes() throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Total  INSTANCES  BYTES
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd said: " + histogram));
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }
}
