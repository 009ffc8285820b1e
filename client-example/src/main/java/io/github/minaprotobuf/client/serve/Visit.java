package io.github.minaprotobuf.client.serve;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.check.Bodies;
import io.github.minaprotobuf.client.check.Log;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client's connection: takes its requests, and sends the replies that a scenario wants, right ones or not. */
final class Visit implements AutoCloseable {

    /** Far more than a message with an id needs. */
    private static final int LONGEST_REQUEST = 64 << 10;

    private static final Duration APART = Duration.ofMillis(50);

    private final Connection connection;
    private final Wire wire;
    private final List<Long> ids;
    private final List<byte[]> requests = new ArrayList<>();
    private final Log sent = new Log();
    private String ending = "";
    private boolean held;

    Visit(Connection connection, Wire wire, List<Long> ids) {
        this.connection = connection;
        this.wire = wire;
        this.ids = ids;
    }

    Wire wire() {
        return wire;
    }

    List<Long> ids() {
        return ids;
    }

    /** Takes all requests, and gives the bodies of the right replies, in order: the requests' own. */
    List<byte[]> takeRequests() throws ClientFault {
        for (long id : ids) {
            requests.add(take(id));
        }
        return List.copyOf(requests);
    }

    /** Takes one request, with the id that is next; gives its body. */
    byte[] takeRequest() throws ClientFault {
        byte[] body = take(ids.get(requests.size()));
        requests.add(body);
        return body;
    }

    /** Sends frames, behind what was sent before; the call does not wait for them to go out. */
    void send(List<byte[]> bodies, Cut cut) {
        send(FrameStream.of(wire, bodies), cut);
    }

    /** Each frame in a segment of its own, so that the scenario is not about cuts. */
    void sendApart(List<byte[]> bodies) {
        bodies.forEach(body -> send(List.of(body), Cut.nowhere().pausing(APART)));
    }

    void send(FrameStream stream, Cut cut) {
        connection.send(stream, cut);
        sent.add(stream + ", " + cut);
    }

    /** As {@link #send}, of bytes that are no frames, or no right ones. */
    void sendRaw(String what, byte... bytes) {
        connection.send(FrameStream.raw(bytes), Cut.nowhere().pausing(APART));
        sent.add(what + " (" + Hex.of(bytes, 0, 16) + ")");
    }

    /** Sends nothing for that long. */
    void pause(Duration time) {
        sent.add("nothing for " + time.toMillis() + " ms");
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends this direction behind what was sent before. */
    void halfClose() {
        connection.halfClose();
        sent.add("the end of the stream");
    }

    /** Resets the connection behind what was sent before. */
    void reset() {
        sent.add("a reset");
        connection.reset();
    }

    /** Leaves the connection open whatever the client does: what it waits for never comes. */
    void hold() {
        held = true;
        sent.add("nothing more");
    }

    boolean isHeld() {
        return held;
    }

    /** The client ends its direction, without another byte; in order, where it has to succeed. */
    void expectEnd(Ending required) throws ClientFault {
        String expected = "the end of the stream after " + count(ids.size());
        try {
            byte[] surplus = connection.readSurplus();
            if (surplus.length > 0) {
                throw new ClientFault(expected, soFar() + ", then " + Hex.of(surplus, 0, surplus.length));
            }
            ending = ", then the end of the stream";
        } catch (SocketTimeoutException e) {
            throw new ClientFault(expected, soFar() + ", then an open connection until the time ran out");
        } catch (IOException e) {
            ending = ", then a reset";
            if (required == Ending.SUCCESS) {
                throw new ClientFault(expected, soFar() + ending);
            }
        }
    }

    /** Ends this direction, and waits until all has gone out. */
    void finish() {
        connection.finish();
    }

    /** What was sent to the client, in words. */
    String sent() {
        return sent.toString();
    }

    /** What the client did, in words. */
    String received() {
        return soFar() + ending;
    }

    /** Cuts it off because the time has run out. */
    void expire() {
        connection.expire();
    }

    @Override
    public void close() {
        connection.close();
    }

    private byte[] take(long id) throws ClientFault {
        String expected = String.format(
                Locale.ROOT, "request %d of %d: a message with id %d", requests.size() + 1, ids.size(), id);
        try {
            byte[] body = connection.readBody(LONGEST_REQUEST);
            if (Echo.parseFrom(body).getId() != id) {
                throw new ClientFault(expected, Bodies.describe(body, 0));
            }
            return body;
        } catch (InvalidProtocolBufferException e) {
            throw new ClientFault(expected, soFar() + ", then a body that is no message: " + e.getMessage());
        } catch (IOException e) {
            throw new ClientFault(expected, soFar() + ", then " + partly() + ending(e));
        }
    }

    private String partly() {
        String partial = connection.partialFrame();
        return partial.isEmpty() ? "" : partial + ", then ";
    }

    private static String ending(IOException e) {
        if (e instanceof EOFException) {
            return "the end of the stream";
        }
        if (e instanceof SocketTimeoutException) {
            return "nothing until the time ran out; requests do not wait for replies";
        }
        return e instanceof BadFrameException ? e.getMessage() : "a reset";
    }

    private String soFar() {
        return count(requests.size());
    }

    private static String count(int requests) {
        return requests + (requests == 1 ? " request" : " requests");
    }
}
