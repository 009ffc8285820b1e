package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.BodyCodec;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.filter.TlsFilter;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/** One run of a plan, on MINA's connector and the codec. */
public final class LoadRun implements AutoCloseable {

    private static final int POLL_MILLIS = 20;
    private static final long PROGRESS_NANOS = 1_000_000_000;

    private final Plan plan;
    private final NioSocketConnector connector;
    private final Measurements measurements = new Measurements();
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicReference<Error> broken = new AtomicReference<>();

    /** Nothing is sent before {@link #run}. */
    public LoadRun(Plan plan) {
        this.plan = plan;
        ProtobufCodecFactory codec = bodies(plan.target().wire())
                .frameFormat(CodecFormat.of(plan.target().wire()))
                .build();
        connector = new NioSocketConnector(plan.ioThreads());
        connector.setConnectTimeoutMillis(plan.target().connectTimeout().toMillis());
        connector.getSessionConfig().setTcpNoDelay(true);
        connector.getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
        connector.getFilterChain().addLast("reads", new LaneHandler.Reads());
        // Above the reads: a lane is locked before the TLS of its session, by whatever thread comes first.
        plan.target()
                .tls()
                .ifPresent(tls ->
                        connector.getFilterChain().addLast("tls", new TlsFilter(TargetContext.of(tls, plan.target()))));
        connector.getFilterChain().addLast("protobuf", new ProtobufCodecFilter(codec));
        connector.setHandler(new LaneHandler(broken::set));
    }

    /**
     * Connects, sends, and waits until all is answered or the patience is over.
     *
     * @throws Error what an I/O thread met, as an {@code OutOfMemoryError}: the outcome would say nothing of the server
     */
    public Outcome run(RunListener progress) throws InterruptedException {
        List<ConnectFuture> connections = connect();
        // The clock starts when all are connected, with TLS where there is one: neither is measured.
        Schedule schedule = new Schedule(plan);
        for (int i = 0; i < lanes.size(); i++) {
            start(lanes.get(i), connections.get(i), schedule);
        }
        Pacer pacer = new Pacer(lanes, plan.rate().orElse(1), schedule);
        if (plan.rate().isPresent()) {
            pacer.start();
        }
        awaitEnd(schedule, pacer, progress);
        pacer.interrupt();
        lanes.forEach(Lane::finish);
        if (broken.get() != null) {
            throw broken.get();
        }
        return measurements.outcome(schedule.measuredFrom());
    }

    @Override
    public void close() {
        connector.dispose();
    }

    /** Bodies as they are: what they say is the lanes' affair. */
    private static ProtobufCodecFactory.Builder bodies(Wire wire) {
        return wire.hasType()
                ? ProtobufCodecFactory.builder(
                        MessageTypes.builder().unknownAsBytes().build())
                : ProtobufCodecFactory.builder(BodyCodec.bytes());
    }

    private List<ConnectFuture> connect() throws InterruptedException {
        ByteString block = EchoMessages.block(plan.payload());
        InetSocketAddress address =
                new InetSocketAddress(plan.target().host(), plan.target().port());
        List<ConnectFuture> connections = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            Lane lane = new Lane(plan, messages(i, block), measurements);
            lanes.add(lane);
            connections.add(
                    connector.connect(address, (session, connected) -> session.setAttribute(LaneHandler.LANE, lane)));
        }
        connections.forEach(ConnectFuture::awaitUninterruptibly);
        long end = System.nanoTime() + plan.target().connectTimeout().toNanos();
        for (int i = 0; i < lanes.size(); i++) {
            if (connections.get(i).isConnected() && !lanes.get(i).awaitReady(end - System.nanoTime())) {
                lanes.get(i).failed("no TLS handshake in time");
                connections.get(i).getSession().closeNow();
            }
        }
        return connections;
    }

    private LaneMessages messages(int connection, ByteString block) {
        return plan.request()
                .map(body -> LaneMessages.always(plan.target().wire(), body))
                .orElseGet(() -> new EchoMessages(connection, plan, block));
    }

    private static void start(Lane lane, ConnectFuture connection, Schedule schedule) {
        if (connection.isConnected()) {
            lane.start(connection.getSession(), schedule);
        } else {
            lane.failed(connection.getException().getClass().getSimpleName());
        }
    }

    private void awaitEnd(Schedule schedule, Pacer pacer, RunListener progress) throws InterruptedException {
        long nextProgress = schedule.start() + PROGRESS_NANOS;
        long lastReceived = 0;
        long lastGood = schedule.start();
        while (broken.get() == null && (pacer.isAlive() || !isIdle())) {
            Thread.sleep(POLL_MILLIS);
            long now = System.nanoTime();
            if (now - nextProgress >= 0) {
                progress.at(Duration.ofNanos(now - schedule.start()), measurements.replies(), measurements.failures());
                nextProgress += PROGRESS_NANOS;
            }
            long received = lanes.stream().mapToLong(Lane::received).sum();
            if (!schedule.isOver(now) && (received > lastReceived || isIdle())) {
                lastReceived = received;
                lastGood = now;
            }
            if (now - lastGood > plan.patience().toNanos()) {
                return;
            }
        }
    }

    private boolean isIdle() {
        return lanes.stream().allMatch(Lane::isIdle);
    }
}
