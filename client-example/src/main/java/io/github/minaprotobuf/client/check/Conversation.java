package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.wire.BadFrameException;
import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Hex;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

/** Sends messages over one connection, and verifies that each comes back, in order, and nothing else. */
final class Conversation implements AutoCloseable {

    /** How long a server that keeps the connection open has to stay silent before it counts as silent. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private final Connection connection;
    private final Wire wire;
    private final SentLog sent = new SentLog();
    private final Queue<byte[]> awaited = new ArrayDeque<>();
    private int replies;

    Conversation(Connection connection, Wire wire) {
        this.connection = connection;
        this.wire = wire;
    }

    /** Sends in the background, behind what was sent before: {@link #expectReplies} can be called at once. */
    void send(List<Echo> messages, Cut cut) {
        List<byte[]> bodies = messages.stream().map(Echo::toByteArray).toList();
        FrameStream stream = FrameStream.of(wire, bodies);
        connection.send(stream, cut);
        awaited.addAll(bodies);
        sent.add(stream + ", " + cut);
    }

    /** Tells the server that no more frames come, behind what was sent before. */
    void halfClose() {
        connection.halfClose();
        sent.add("half-close");
    }

    /** Reads one reply to each message sent so far. */
    void expectReplies() throws CaseFailure {
        while (!awaited.isEmpty()) {
            byte[] request = awaited.peek();
            byte[] reply = readReply(request);
            if (!Bodies.sameMessage(request, reply)) {
                int difference = Bodies.firstDifference(request, reply);
                throw failure(replyTo(request, difference), Bodies.describe(reply, difference));
            }
            awaited.remove();
            replies++;
        }
    }

    /** After a half-close: the server closes too, without another byte. */
    void expectEnd() throws CaseFailure {
        String expected = "the end of the stream after " + repliesSoFar();
        try {
            requireNone(connection.readSurplus(), expected);
        } catch (IOException e) {
            throw failure(expected, soFar(e));
        }
    }

    /**
     * Half-closes: no byte comes after the last reply. A server that keeps its side open, or resets the connection,
     * passes here; whether it may is a question that cases of their own ask.
     */
    void expectNothingMore() throws CaseFailure {
        String expected = "nothing after " + repliesSoFar();
        halfClose();
        try {
            requireNone(connection.readSurplus(QUIET), expected);
        } catch (IOException e) {
            if (connection.isExpired()) {
                throw failure(expected, soFar(e));
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private byte[] readReply(byte[] request) throws CaseFailure {
        try {
            return connection.readBody(longestReplyTo(request));
        } catch (IOException e) {
            throw failure(replyTo(request, 0), soFar(e));
        }
    }

    /** Other encoders may write the same message in more bytes, but not in very many more. */
    private static int longestReplyTo(byte[] request) {
        return Math.addExact(Math.multiplyExact(2, request.length), 1024);
    }

    private void requireNone(byte[] surplus, String expected) throws CaseFailure {
        if (surplus.length > 0) {
            throw failure(expected, "surplus bytes: " + Hex.of(surplus, 0, surplus.length));
        }
    }

    private CaseFailure failure(String expected, String received) {
        return new CaseFailure(sent.toString(), expected, received);
    }

    private String replyTo(byte[] request, int from) {
        return String.format(Locale.ROOT, "reply %,d of %,d: ", replies + 1, replies + awaited.size())
                + Bodies.describe(request, from);
    }

    private String soFar(IOException e) {
        String complete = repliesSoFar();
        String partial = connection.partialFrame();
        if (e instanceof BadFrameException) {
            return complete + ", then " + partial + ": " + e.getMessage();
        }
        return complete + (partial.isEmpty() ? "" : ", then " + partial) + ", then " + ending(e);
    }

    private static String ending(IOException e) {
        if (e instanceof EOFException) {
            return "the end of the stream";
        }
        if (e instanceof SocketTimeoutException) {
            return "nothing until the time ran out";
        }
        return "the connection failed: " + e.getMessage();
    }

    private String repliesSoFar() {
        return String.format(Locale.ROOT, replies == 1 ? "%,d reply" : "%,d replies", replies);
    }
}
