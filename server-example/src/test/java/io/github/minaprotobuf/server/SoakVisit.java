package io.github.minaprotobuf.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** One connection of a soak, from its beginning to one of its ends; all of it follows from a seed. */
final class SoakVisit {

    private enum End {
        CLOSE("closes"),
        HALF_CLOSE("half-closes"),
        DISCONNECT_IN_HEADER("disconnects inside a header"),
        DISCONNECT_IN_BODY("disconnects inside a body"),
        RESET_IN_BODY("resets inside a body"),
        RESET_AMID_REPLIES("resets amid replies"),
        CORRUPT_HEADER("ends by a corrupt header"),
        TOO_MANY_ERRORS("ends by too many errors");

        private final String name;

        End(String name) {
            this.name = name;
        }
    }

    private static final int MAX_ERRORS = 100; // the server's default
    private static final int SLOW_FROM = 200_000;
    private static final int[] CUTS = {1, 3, 20, 1_460, 8_192, 65_536};

    private final Random random;
    private final SoakCounts counts;
    private final SoakTraffic traffic;
    private final End end;
    private final int longestCut;
    private final boolean slow;
    private final String protocol;
    private final DueReplies replies;

    SoakVisit(long seed, SoakCounts counts) {
        random = new Random(seed);
        this.counts = counts;
        traffic = new SoakTraffic(random, counts);
        for (int i = random.nextInt(20); i >= 0; i--) {
            traffic.any();
        }
        end = End.values()[random.nextInt(End.values().length)];
        addEnd();
        replies = new DueReplies(traffic.due());
        int shortest = traffic.stream().length > 20_000 ? 3 : traffic.stream().length > 2_000 ? 2 : 0;
        longestCut = CUTS[shortest + random.nextInt(CUTS.length - shortest)];
        slow = replies.bytes() > SLOW_FROM && random.nextInt(4) == 0;
        protocol = random.nextBoolean() ? "TLSv1.3" : "TLSv1.2";
    }

    private void addEnd() {
        switch (end) {
            case DISCONNECT_IN_HEADER -> traffic.beginOfHeader();
            case DISCONNECT_IN_BODY, RESET_IN_BODY -> traffic.beginOfBody();
            case CORRUPT_HEADER -> traffic.corruptHeader();
            case TOO_MANY_ERRORS -> {
                for (int i = 0; i <= MAX_ERRORS; i++) {
                    traffic.malformed();
                }
            }
            case CLOSE, HALF_CLOSE, RESET_AMID_REPLIES -> {}
        }
    }

    void run(InetSocketAddress address, Optional<SSLContext> tls, Executor executor) throws Exception {
        try (PeerConnection connection = new PeerConnection(address, tls, protocol)) {
            CompletableFuture<Void> sent = connection.sending(
                    traffic.stream(), longestCut, new Random(random.nextLong()), end == End.HALF_CLOSE, executor);
            InputStream in = slow ? new Slow(connection.in()) : connection.in();
            readAndEnd(connection, in, sent);
            counts.add("replies compared", replies.received());
            counts.add("connections: client " + end.name);
            if (slow) {
                counts.add("slow readers");
            }
        }
    }

    /** Over a network that may lose the connection, in TLS's handshake or later. */
    void runAsFarAsPossible(InetSocketAddress address, Optional<SSLContext> tls, Executor executor) throws Exception {
        try (PeerConnection connection = new PeerConnection(address, tls, protocol)) {
            CompletableFuture<Void> sent =
                    connection.sending(traffic.stream(), longestCut, new Random(random.nextLong()), true, executor);
            replies.readUntilEnd(connection.in());
            connection.reset();
            PeerConnection.awaitAnyEnd(sent);
        } catch (IOException e) {
            counts.add("connections: lost in the handshake");
        }
        counts.add("replies compared", replies.received());
        counts.add("connections: lost");
    }

    private void readAndEnd(PeerConnection connection, InputStream in, CompletableFuture<Void> sent) throws Exception {
        switch (end) {
            case RESET_AMID_REPLIES -> {
                replies.read(in, random.nextInt(replies.bytes() + 1));
                connection.reset();
                PeerConnection.awaitAnyEnd(sent);
            }
            case TOO_MANY_ERRORS -> {
                replies.readUntilEnd(in);
                connection.disconnect();
                PeerConnection.awaitAnyEnd(sent);
            }
            case HALF_CLOSE, CORRUPT_HEADER -> {
                replies.readAllAndEnd(in);
                PeerConnection.await(sent);
            }
            case RESET_IN_BODY -> {
                readAll(in, sent);
                connection.reset();
            }
            case DISCONNECT_IN_HEADER, DISCONNECT_IN_BODY -> {
                readAll(in, sent);
                connection.disconnect();
            }
            case CLOSE -> readAll(in, sent);
        }
    }

    private void readAll(InputStream in, CompletableFuture<Void> sent) throws Exception {
        replies.readAll(in);
        PeerConnection.await(sent);
    }

    @Override
    public String toString() {
        return "client " + end.name + " after " + traffic.stream().length + " bytes in cuts of up to " + longestCut
                + ", " + protocol + (slow ? ", slow reader" : "");
    }

    /** Takes a sip and pauses. */
    private static final class Slow extends FilterInputStream {
        private static final int SIP = 16 << 10;

        Slow(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                Thread.sleep(4);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return super.read(buffer, from, Math.min(length, SIP));
        }
    }
}
