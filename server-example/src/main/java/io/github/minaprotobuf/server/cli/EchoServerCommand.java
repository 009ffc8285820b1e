package io.github.minaprotobuf.server.cli;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.ByteSize;
import io.github.minaprotobuf.server.Count;
import io.github.minaprotobuf.server.Durations;
import io.github.minaprotobuf.server.EchoServer;
import io.github.minaprotobuf.server.WireFormat;
import io.github.minaprotobuf.transport.HeapLimits;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The server's command line: options, readiness line, signals. */
@Command(
        name = "echo-server",
        description = "Sends each length-prefixed protobuf message back to its sender.",
        footer = {
            "",
            "SIZE: bytes, or with a unit: 512KiB, 64MiB, 1GiB.",
            "TIME: with a unit: 500ms, 30s, 5min, 1h.",
            "SIGTERM, SIGINT or SIGHUP drains and stops; a second one stops at once."
        },
        mixinStandardHelpOptions = true,
        versionProvider = EchoServerCommand.Version.class,
        showDefaultValues = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class EchoServerCommand implements Callable<Integer> {

    /** What a shell reports of a process that SIGTERM has ended. */
    private static final int STOPPED_AT_ONCE = 128 + 15;

    private static final int LARGEST_PORT = 65_535;

    /** In bytes. */
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    private static final Logger LOG = LoggerFactory.getLogger(EchoServerCommand.class);

    @Spec
    private CommandSpec spec;

    @Option(names = "--host", defaultValue = "127.0.0.1", paramLabel = "ADDRESS", description = "address to listen on")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "9123",
            paramLabel = "PORT",
            description = "port to listen on; 0 picks a free one")
    private int port;

    @Option(
            names = "--format",
            defaultValue = "le32",
            paramLabel = "FORMAT",
            converter = OptionConverter.Format.class,
            description = "what stands before each message: le32, be32, varint32 or grpc")
    private WireFormat format;

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            converter = OptionConverter.ArrayLength.class,
            description = "longest message (default: 8MiB, or what the heap bears)")
    private Integer maxBody;

    @Option(
            names = "--io-threads",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description = "threads that read, decode, handle and write")
    private int ioThreads;

    @Option(
            names = "--max-connections",
            paramLabel = "NUMBER",
            description = "the next connection is closed at once (default: 10000, or what the heap bears)")
    private Integer maxConnections;

    @Option(
            names = "--idle-timeout",
            defaultValue = "5min",
            paramLabel = "TIME",
            converter = OptionConverter.Time.class,
            description = "close a connection over which nothing came or left for that long; whole seconds; 0s: never")
    private Duration idleTimeout;

    @Option(
            names = "--frame-timeout",
            defaultValue = "1min",
            paramLabel = "TIME",
            converter = OptionConverter.Time.class,
            description = "close a connection whose frame, or TLS handshake, has begun and does not end; 0s: never")
    private Duration frameTimeout;

    @Option(
            names = "--retained-limit",
            paramLabel = "SIZE",
            converter = OptionConverter.Size.class,
            description = "bytes that all connections together may hold of unfinished messages"
                    + " (default: a quarter of the heap, or twice --max-body)")
    private Long retainedLimit;

    @Option(
            names = "--write-high-watermark",
            defaultValue = "512KiB",
            paramLabel = "SIZE",
            converter = OptionConverter.Size.class,
            description = "do not read from a connection while more bytes of replies wait, until half have left")
    private long writeHighWatermark;

    @Option(
            names = "--write-budget",
            paramLabel = "SIZE",
            converter = OptionConverter.Size.class,
            description = "heap that replies of all connections together may take while they wait"
                    + " (default: an eighth of the heap, or twice --write-high-watermark)")
    private Long writeBudget;

    @Option(
            names = "--max-errors",
            defaultValue = "100",
            paramLabel = "NUMBER",
            description = "wrong frames that a connection may send; the next one closes it")
    private int maxErrors;

    @Option(
            names = "--drain-timeout",
            defaultValue = "10s",
            paramLabel = "TIME",
            converter = OptionConverter.Time.class,
            description = "on SIGTERM, how long to wait for frames that have begun and replies that wait")
    private Duration drainTimeout;

    @Option(names = "--jmx", description = "register the codec's statistics as an MBean")
    private boolean jmx;

    @Mixin
    private TlsOptions tls;

    /** With this command's options; runs until a signal asks it to stop. */
    public static CommandLine commandLine() {
        return new CommandLine(new EchoServerCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (StandardError err = StandardError.install()) {
            Thread.setDefaultUncaughtExceptionHandler(new DeadThreads(err));
            serveUntilSignal(err);
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException | UncheckedIOException | JMException e) {
            System.err.println("echo-server: cannot start: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private void serveUntilSignal(StandardError err) throws IOException, JMException, InterruptedException {
        HeapLimits limits = limits();
        ProtobufAcceptor server = start(limits);
        log(limits);
        if (server.maxConnections() < limits.maxConnections()) {
            LOG.warn(
                    "at most {} connections, not {}: this process may open no more descriptors (ulimit -n)",
                    server.maxConnections(),
                    limits.maxConnections());
        }
        CountDownLatch stop = new CountDownLatch(1);
        DrainDeadline.start(stop, drainTimeout, err);
        TerminationSignals.handle(stop::countDown, () -> Runtime.getRuntime().halt(STOPPED_AT_ONCE));
        System.out.println(
                "listening on " + host + ":" + server.getLocalAddress().getPort() + " " + format);
        stop.await();
        stop(server);
    }

    /** Those of the command line; the heap decides about the others. */
    private HeapLimits limits() {
        HeapLimits heap = HeapLimits.of(HEAP, ioThreads);
        int body = maxBody == null ? heap.maxBodyLength() : maxBody;
        HeapLimits limits = new HeapLimits(
                body,
                retainedLimit == null ? Math.max(heap.retainedBytesLimit(), 2L * body) : retainedLimit,
                writeBudget == null ? Math.max(heap.writeBudget(), 2 * writeHighWatermark) : writeBudget,
                maxConnections == null ? heap.maxConnections() : maxConnections);
        if (limits.retainedBytesLimit() + body > HEAP) {
            throw new IllegalArgumentException("--retained-limit " + ByteSize.format(limits.retainedBytesLimit())
                    + " and a message of --max-body " + ByteSize.format(body) + " are more than the heap, "
                    + ByteSize.format(HEAP) + " (-Xmx)");
        }
        return limits;
    }

    private void log(HeapLimits limits) {
        LOG.info(
                "a heap of {}: --max-body {} --retained-limit {} --write-budget {} --max-connections {}",
                ByteSize.format(HEAP),
                ByteSize.format(limits.maxBodyLength()),
                ByteSize.format(limits.retainedBytesLimit()),
                ByteSize.format(limits.writeBudget()),
                limits.maxConnections());
        int bearable = HeapLimits.of(HEAP, ioThreads).maxBodyLength();
        if (limits.maxBodyLength() > bearable) {
            LOG.warn(
                    "a message can take 100 times the heap of its body: this heap bears --max-body {}, not {}",
                    ByteSize.format(bearable),
                    ByteSize.format(limits.maxBodyLength()));
        }
    }

    private ProtobufAcceptor start(HeapLimits limits) throws IOException, JMException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port is " + port + "; must be 0 to " + LARGEST_PORT);
        }
        ProtobufAcceptor server = EchoServer.start(settings(limits), new InetSocketAddress(host, port));
        if (jmx) {
            String name = "io.github.minaprotobuf:type=CodecStatistics,port="
                    + server.getLocalAddress().getPort();
            ManagementFactory.getPlatformMBeanServer().registerMBean(server.statistics(), new ObjectName(name));
        }
        return server;
    }

    private ProtobufAcceptorBuilder settings(HeapLimits limits) throws IOException {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(format.frameFormat())
                .maxBodyLength(limits.maxBodyLength())
                .retainedBytesLimit(limits.retainedBytesLimit())
                .build();
        ProtobufAcceptorBuilder settings = ProtobufAcceptor.builder(codec)
                .ioThreads(ioThreads)
                .maxConnections(limits.maxConnections())
                .idleTimeout(idleTimeout)
                .frameTimeout(frameTimeout)
                .writeHighWatermark(writeHighWatermark)
                .writeBudget(limits.writeBudget())
                .maxErrors(maxErrors);
        tls.applyTo(settings);
        return settings;
    }

    private void stop(ProtobufAcceptor server) {
        LOG.info("stopping; {} to drain", Count.of(server.getManagedSessionCount(), "connection"));
        List<IoSession> late = server.drain(drainTimeout);
        if (!late.isEmpty()) {
            LOG.warn(
                    "{} not done within {}; closing",
                    Count.of(late.size(), "connection"),
                    Durations.format(drainTimeout));
        }
        server.close();
        LOG.info("stopped; {}", server.statistics());
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = EchoServerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"echo-server " + (version == null ? "(not packaged)" : version)};
        }
    }
}
