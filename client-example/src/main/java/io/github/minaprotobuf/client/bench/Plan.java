package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What to run.
 *
 * @param pipeline the most requests of one connection that wait for their replies
 * @param request the body of every request, in place of echoes of that payload; any reply is a right one
 * @param warmup how long to run before anything is counted
 * @param duration how long to go on after that, unless {@code requests} ends it
 * @param requests how many requests to count
 * @param rate requests a second over all connections, sent on schedule however slow the replies are (an open loop);
 *     when there is none, each reply makes the next request (a closed loop)
 * @param patience how long to wait where no reply comes, and for replies after the last request was due
 */
public record Plan(
        Target target,
        int connections,
        int pipeline,
        PayloadSizes payload,
        Optional<ByteString> request,
        Duration warmup,
        Duration duration,
        OptionalLong requests,
        OptionalDouble rate,
        int ioThreads,
        Duration patience) {

    /** The same load at a rate. */
    public Plan at(double perSecond) {
        return new Plan(
                target,
                connections,
                pipeline,
                payload,
                request,
                warmup,
                duration,
                requests,
                OptionalDouble.of(perSecond),
                ioThreads,
                patience);
    }

    /** {@code open loop}. */
    String mode() {
        return rate.isPresent() ? "open loop" : "closed loop";
    }
}
