package io.github.minaprotobuf.client.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.github.minaprotobuf.client.view.Guess;
import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Misread;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Why the first exchange with a server may have failed: it speaks another format, or another protocol.
 *
 * @param answered the format in which the server answers
 * @param text for the user
 */
record Diagnosis(Optional<Wire> answered, String text) {

    /** How long a server has to answer a request in a format that is tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int LONGEST_REPLY = 1 << 20;

    /**
     * By what has come, or else by sending the request once in each known format, on connections of its own.
     *
     * @param body of a request; one that is empty tells formats apart from nothing
     */
    static Optional<Diagnosis> byTrying(Target target, byte[] came, byte[] body) {
        Optional<Wire> answered = firstAnswered(target, body);
        if (answered.isPresent()) {
            String format = answered.get().toString();
            return Optional.of(new Diagnosis(
                    answered,
                    "the server answers in " + format + ", and not in " + target.wire() + ": try --format "
                            + Rerun.quote(format)));
        }
        return byWhatCame(target, came);
    }

    /** The bytes that a server answers to that request; none when it answers nothing. */
    static byte[] answer(Target target, byte[] body) {
        try (Connection connection = Connection.open(target)) {
            connection.send(FrameStream.of(target.wire(), List.of(body)), Cut.nowhere());
            return connection.readSurplus(PATIENCE);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** By what has come, without another connection. */
    static Optional<Diagnosis> byWhatCame(Target target, byte[] came) {
        Optional<String> other = Misread.of(came);
        if (other.isPresent()) {
            boolean tls = other.get().startsWith("TLS") && target.tls().isEmpty();
            return Optional.of(new Diagnosis(
                    Optional.empty(), "what came begins like " + other.get() + (tls ? ": try --tls" : "")));
        }
        return came.length == 0
                ? Optional.empty()
                : Guess.of(List.of(came)).stream()
                        .filter(guess -> guess.whyNot().isEmpty() && guess.frames() > guess.empty())
                        .map(Guess::format)
                        .filter(format -> !format.equals(target.wire().toString()))
                        .findFirst()
                        .map(format -> new Diagnosis(
                                Optional.empty(),
                                "what came are frames of " + format + ", sent was " + target.wire() + ": try --format "
                                        + Rerun.quote(format)));
    }

    /** What to tell the user where nothing is known. */
    static String unknown(Target target) {
        return "sent in " + target.wire()
                + "; is the server's format another one? 'decode --guess' tells it by bytes that the server sends";
    }

    /** Shorter headers first: a longer one that begins with zeros can read as empty frames of a shorter one. */
    private static Optional<Wire> firstAnswered(Target target, byte[] body) {
        List<Wire> others = Guess.formats().stream()
                .filter(wire -> !wire.toString().equals(target.wire().toString()))
                .filter(wire -> body.length > 0 && body.length <= wire.longestBody())
                .sorted(Comparator.comparing(wire -> wire.header(body.length).length))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, others.size()));
        try {
            List<CompletableFuture<Boolean>> trials = others.stream()
                    .map(wire -> CompletableFuture.supplyAsync(() -> isAnswered(target.speaking(wire), body), threads))
                    .toList();
            return others.stream()
                    .filter(wire -> trials.get(others.indexOf(wire)).join())
                    .findFirst();
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean isAnswered(Target target, byte[] body) {
        try (Connection connection = Connection.open(target)) {
            connection.send(FrameStream.of(target.wire(), List.of(body)), Cut.nowhere());
            return isMessage(connection.readBody(LONGEST_REPLY, PATIENCE));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isMessage(byte[] reply) {
        try {
            return UnknownFieldSet.parseFrom(reply).getSerializedSize() > 0;
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
