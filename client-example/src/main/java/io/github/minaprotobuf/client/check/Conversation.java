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
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/** Sends messages over one connection, and verifies that each comes back, in order, and nothing else. */
final class Conversation implements AutoCloseable {

    /** How long a server that keeps the connection open has to stay silent before it counts as silent. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private final Connection connection;
    private final Wire wire;
    private final Log sent = new Log();
    private final Queue<byte[]> awaited = new ArrayDeque<>();
    private int replies;
    private String ending = "";

    Conversation(Connection connection, Wire wire) {
        this.connection = connection;
        this.wire = wire;
    }

    /** Sends in the background, behind what was sent before: {@link #expectReplies} can be called at once. */
    void send(List<Echo> messages, Cut cut) {
        sendBodies(messages.stream().map(Echo::toByteArray).toList(), cut);
    }

    /** As {@link #send}, but the messages come serialised, in a way that the case chooses. */
    void sendBodies(List<byte[]> bodies, Cut cut) {
        FrameStream stream = FrameStream.of(wire, bodies);
        connection.send(stream, cut);
        awaited.addAll(bodies);
        sent.add(stream + ", " + cut);
    }

    /** Sends bytes that the server need not reply to, behind what was sent before. */
    void sendRaw(String what, FrameStream stream, Cut cut) {
        connection.send(stream, cut);
        sent.add(what + " (" + stream + ", " + cut + ")");
    }

    /** As {@link #sendRaw(String, FrameStream, Cut)}, in one write; the bytes are shown. */
    void sendRaw(String what, byte... bytes) {
        connection.send(FrameStream.raw(bytes), Cut.nowhere());
        sent.add(what + " (" + Hex.of(bytes, 0, 16) + ")");
    }

    /** The reply to what {@link #sendRaw} sent. */
    void awaitReply(byte[] body) {
        awaited.add(body);
    }

    /** Tells the server that no more frames come, behind what was sent before. */
    void halfClose() {
        connection.halfClose();
        sent.add("half-close");
    }

    /** Resets the connection when all has been sent. */
    void reset() {
        sent.add("reset");
        connection.reset();
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

    /** As {@link #expectReplies}; each reply's header has to be as short as its format allows. */
    void expectRepliesWithMinimalHeaders() throws CaseFailure {
        while (!awaited.isEmpty()) {
            Queue<byte[]> rest = new ArrayDeque<>(awaited);
            awaited.clear();
            awaited.add(rest.remove());
            byte[] shortest = wire.header(awaited.peek().length);
            expectReplies();
            byte[] header = connection.lastHeader();
            if (header.length > shortest.length) {
                throw failure(
                        "a header of " + Hex.of(shortest, 0, shortest.length),
                        "one of " + Hex.of(header, 0, header.length));
            }
            awaited.addAll(rest);
        }
    }

    /** After a half-close: the server closes too, without another byte. */
    void expectEnd() throws CaseFailure {
        String expected = "the end of the stream after " + repliesSoFar();
        try {
            requireNone(connection.readSurplus(), expected);
            ending = ", then the end of the stream";
        } catch (IOException e) {
            throw failure(expected, soFar(e));
        }
    }

    /**
     * Half-closes, and fails when another byte comes after the last reply. Whether the server then closes in order is
     * left to other cases: here it may keep its side open, or reset the connection.
     */
    void expectNothingMore() throws CaseFailure {
        halfClose();
        expectSilence(QUIET);
    }

    /** No byte comes for that long. Tells whether the server closes meanwhile. */
    boolean expectSilence(Duration quiet) throws CaseFailure {
        String expected = "nothing after " + repliesSoFar();
        try {
            requireNone(connection.readSurplus(quiet), expected);
            ending = ", then the end of the stream";
            return true;
        } catch (SocketTimeoutException e) {
            if (connection.isExpired()) {
                throw failure(expected, soFar(e));
            }
            ending = ", then nothing";
            return false;
        } catch (IOException e) {
            ending = ", then a reset";
            return true;
        }
    }

    /**
     * Sends one more message behind a frame that cannot be taken: the server either closes or answers that message
     * alone.
     *
     * @param pinned which of the two, when only one will do
     */
    void expectRefusal(Optional<Refusal> pinned) throws CaseFailure {
        String expected = "that frame refused (" + pinned.map(Refusal::toString).orElse("close or skip") + ")";
        byte[] next = Messages.withAllFields().toByteArray();
        sendBodies(List.of(next), Cut.nowhere());
        awaited.clear();
        Refusal refusal = answered(expected, next).isPresent() ? Refusal.SKIP : Refusal.CLOSE;
        if (pinned.isPresent() && pinned.get() != refusal) {
            throw failure(expected, refusal == Refusal.CLOSE ? "the end of the stream" : "a reply to the next frame");
        }
        if (refusal == Refusal.SKIP) {
            ending = " to the frame behind it";
            expectNothingMore();
        }
    }

    /** Passes when the server echoes this message, or refuses it: closes, or answers only the message after it. */
    void expectReplyOrRefusal(byte[] body) throws CaseFailure {
        byte[] next = Messages.withAllFields().toByteArray();
        sendBodies(List.of(next), Cut.nowhere());
        awaited.clear();
        Optional<byte[]> first = answered("the same message, or none", body, next);
        if (first.filter(answered -> answered == body).isPresent()) {
            awaited.add(next);
            expectReplies();
        }
        if (first.isPresent()) {
            expectNothingMore();
        }
    }

    /** Reads one reply and tells which of these messages it echoes; empty when the server closes instead. */
    private Optional<byte[]> answered(String expected, byte[]... messages) throws CaseFailure {
        try {
            byte[] reply = connection.readBody(longestReplyTo(messages[0]));
            requireType(expected);
            replies++;
            return Optional.of(Stream.of(messages)
                    .filter(message -> Bodies.sameMessage(message, reply))
                    .findFirst()
                    .orElseThrow(() -> failure(expected, "a reply of " + Bodies.describe(reply, 0))));
        } catch (IOException e) {
            if (connection.isExpired()
                    || e instanceof BadFrameException
                    || !connection.partialFrame().isEmpty()) {
                throw failure(expected, soFar(e));
            }
            ending = ", then the end of the stream";
            return Optional.empty();
        }
    }

    /** Reads and drops whatever comes, until nothing comes any more. */
    void ignoreReplies() {
        try {
            while (connection.readSurplus(QUIET).length > 0) {
                // No reply matters here.
            }
        } catch (IOException e) {
            // Nor does it matter how the connection ends.
        }
    }

    /** What this side did, in words. */
    String sent() {
        return sent.toString();
    }

    /** How many right replies came, and how the connection ended, in words. */
    String received() {
        return repliesSoFar() + ending;
    }

    /** Cuts it off because the time has run out. */
    void expire() {
        connection.expire();
    }

    @Override
    public void close() {
        connection.close();
    }

    private byte[] readReply(byte[] request) throws CaseFailure {
        try {
            byte[] reply = connection.readBody(longestReplyTo(request));
            requireType("a reply of type " + wire.type());
            return reply;
        } catch (IOException e) {
            throw failure(replyTo(request, 0), soFar(e));
        }
    }

    /** An echo has the type of its request, where headers say one. */
    private void requireType(String expected) throws CaseFailure {
        if (connection.lastType() != wire.type()) {
            throw failure(
                    expected, "a reply of type " + connection.lastType() + ", where type " + wire.type() + " was sent");
        }
    }

    /** Another encoder may write the same message in more bytes: up to twice as many, and some, are read. */
    private static int longestReplyTo(byte[] request) {
        return (int) Math.min(Integer.MAX_VALUE - 8, 2L * request.length + 1024);
    }

    private void requireNone(byte[] surplus, String expected) throws CaseFailure {
        if (surplus.length > 0) {
            throw failure(expected, "surplus bytes: " + Hex.of(surplus, 0, surplus.length));
        }
    }

    CaseFailure failure(String expected, String received) {
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
