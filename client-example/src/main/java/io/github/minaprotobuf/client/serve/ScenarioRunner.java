package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.check.Exchange;
import io.github.minaprotobuf.client.check.Result.Outcome;
import io.github.minaprotobuf.client.serve.ClientUnderTest.Attempt;
import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Trace;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Plays scenarios to a client, each on a port and a connection of its own. Many threads may do so at once. */
public final class ScenarioRunner implements AutoCloseable {

    private static final int ACCEPT_MILLIS = 50;
    private static final int MOMENT_MILLIS = 200;

    private final ClientUnderTest client;
    private final InetSocketAddress listen;
    private final Wire wire;
    private final List<Long> ids;
    private final Duration timeout;
    private final Trace trace;
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(ScenarioRunner::daemon);

    /**
     * @param listen where clients connect to; port 0 for any that is free, another one for each scenario
     * @param ids what the client sends where a scenario leaves it the choice
     * @param timeout how long the client may take for a scenario
     */
    public ScenarioRunner(
            ClientUnderTest client,
            InetSocketAddress listen,
            Wire wire,
            List<Long> ids,
            Duration timeout,
            Trace trace) {
        this.client = client;
        this.listen = listen;
        this.wire = wire;
        this.ids = ids;
        this.timeout = timeout;
        this.trace = trace;
    }

    /** @throws IOException when the address cannot be had, or the client not be started */
    public ScenarioResult run(Scenario scenario) throws IOException {
        if (!scenario.scope().covers(wire)) {
            return notApplicable(scenario, "the scenario is about " + scenario.scope());
        }
        if (!scenario.ids().isEmpty() && !client.sendsGivenIds()) {
            return notApplicable(scenario, "the client does not take the ids that it has to send");
        }
        List<Long> asked = scenario.ids().isEmpty() ? ids : scenario.ids();
        long start = System.nanoTime();
        try (ServerSocket listening = new ServerSocket()) {
            listening.setReuseAddress(true);
            listening.bind(listen);
            InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
            try (Attempt attempt = client.start(scenario, address, wire, asked)) {
                Judgement judgement = judge(scenario, listening, attempt, asked);
                return new ScenarioResult(
                        scenario, judgement.outcome, Duration.ofNanos(System.nanoTime() - start), judgement.exchange);
            }
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    private record Judgement(Outcome outcome, Exchange exchange) {}

    private Judgement judge(Scenario scenario, ServerSocket listening, Attempt attempt, List<Long> asked)
            throws IOException {
        long start = System.nanoTime();
        Socket socket;
        try {
            socket = accept(listening, attempt, start);
        } catch (ClientFault e) {
            return failed("nothing", e, attempt);
        }
        // Somebody who starts a client by hand may take his time until it connects.
        long left = attempt.isVisible() ? timeLeft(start) : timeout.toNanos();
        try (socket;
                Visit visit = new Visit(Connection.accepted(socket, wire, trace), wire, asked)) {
            long deadline = System.nanoTime() + left;
            Future<?> expiry = deadlines.schedule(visit::expire, left, TimeUnit.NANOSECONDS);
            try {
                scenario.script().run(visit);
                visit.expectEnd(scenario.ending());
                if (!visit.isHeld()) {
                    visit.finish();
                }
                // What the client does once it is cut off says nothing of it.
                expectExit(scenario.ending(), attempt, expiry.cancel(false) ? deadline : start, visit.received());
                String received = visit.received() + exitOf(attempt);
                return new Judgement(Outcome.PASSED, new Exchange(visit.sent(), scenario.requirement(), received));
            } catch (ClientFault e) {
                return failed(visit.sent(), e, attempt);
            } catch (Wire.UnsayableException e) {
                return new Judgement(Outcome.NOT_APPLICABLE, new Exchange("nothing", e.getMessage(), "nothing"));
            } finally {
                expiry.cancel(false);
            }
        }
    }

    private Socket accept(ServerSocket listening, Attempt attempt, long start) throws ClientFault, IOException {
        String expected = "a connection to port " + listening.getLocalPort();
        listening.setSoTimeout(ACCEPT_MILLIS);
        while (true) {
            boolean ended = attempt.exit().isDone();
            try {
                return listening.accept();
            } catch (SocketTimeoutException e) {
                if (ended || (attempt.isVisible() && timeLeft(start) < 0)) {
                    throw new ClientFault(expected, "none");
                }
            }
        }
    }

    private long timeLeft(long start) {
        return timeout.toNanos() - (System.nanoTime() - start);
    }

    private static void expectExit(Ending required, Attempt attempt, long deadline, String received)
            throws ClientFault {
        if (!attempt.isVisible()) {
            return;
        }
        try {
            if (deadline - System.nanoTime() < 0) {
                throw new TimeoutException();
            }
            int exitCode = attempt.exit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (required.isRight(exitCode)) {
                return;
            }
        } catch (TimeoutException e) {
            // The report says that it still runs.
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exit code is no computation", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ClientFault("the client to " + required, received);
    }

    private static Judgement failed(String sent, ClientFault fault, Attempt attempt) {
        return new Judgement(Outcome.FAILED, new Exchange(sent, fault.expected(), fault.received() + exitOf(attempt)));
    }

    /** After a fault the client may be about to end; what it then says is worth a moment. */
    private static String exitOf(Attempt attempt) {
        if (!attempt.isVisible()) {
            return "";
        }
        Optional<Integer> code = Optional.ofNullable(attempt.exit()
                .copy()
                .completeOnTimeout(null, MOMENT_MILLIS, TimeUnit.MILLISECONDS)
                .join());
        String words = attempt.lastWords();
        return code.map(it -> "; exit code " + it).orElse("; still running")
                + (words.isEmpty() ? "" : ", last words: " + words);
    }

    private static ScenarioResult notApplicable(Scenario scenario, String why) {
        return new ScenarioResult(
                scenario, Outcome.NOT_APPLICABLE, Duration.ZERO, new Exchange("nothing", "nothing: " + why, "nothing"));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    }
}
