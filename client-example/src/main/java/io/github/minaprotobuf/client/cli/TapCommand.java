package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.capture.EventQueue;
import io.github.minaprotobuf.client.capture.EventSink;
import io.github.minaprotobuf.client.capture.Recording;
import io.github.minaprotobuf.client.tap.Disturbance;
import io.github.minaprotobuf.client.tap.Ends;
import io.github.minaprotobuf.client.tap.Tap;
import io.github.minaprotobuf.client.view.FrameView;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.server.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands between a client and a server, and shows the frames that pass. */
@Command(
        name = "tap",
        description =
                "Stands between clients and a server, passes everything on unchanged, and shows the frames of both"
                        + " directions: > of the client, < of the server.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class TapCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_RANDOM_PIECE = 1 << 10;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "[HOST:]PORT",
            description = "where clients connect to; port 0 picks a free one; without a host, 127.0.0.1")
    private String listen;

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "the server to relay to")
    private String target;

    @Mixin
    private ViewOptions view;

    @Mixin
    private ListenerTlsOptions listenerTls;

    @Mixin
    private ClientTlsOptions targetTls;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "writes all that passes to a pcap file, for decode, Wireshark and others")
    private Path record;

    @Option(
            names = "--cut",
            paramLabel = "bytes|random|SIZE",
            description = "passes on in writes of one byte, of random lengths, or of that many bytes at most")
    private String cut;

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "waits so long before each write")
    private Duration delay;

    @Option(
            names = "--rate",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "passes on so many bytes a second in each direction, at most")
    private Long rate;

    @Option(
            names = "--reset-after",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "resets a connection after so many bytes of one direction")
    private Long resetAfter;

    @Option(names = "--once", description = "ends when the first connection has ended")
    private boolean once;

    @Override
    public Integer call() throws IOException, UnreachableException {
        try {
            return tap();
        } catch (InterruptedException e) {
            return ExitCode.OK; // who runs it in a thread ends it so
        }
    }

    private int tap() throws IOException, InterruptedException, UnreachableException {
        PrintWriter out = command.commandLine().getOut();
        InetSocketAddress from = address(listen, "--listen");
        InetSocketAddress to = address(target, "--target");
        Ends ends = new Ends(
                to,
                to.getHostString(),
                listenerTls.settings(from.getHostString()),
                targetTls.settings(FrameView.text(to)),
                (int) PATIENCE.toMillis());
        AtomicReference<IOException> failure = new AtomicReference<>();
        try (EventQueue events = new EventQueue(sinks(out), e -> recordingFailed(e, failure));
                Tap tap = new Tap(from, ends, disturbance(), events)) {
            out.println("tapping " + FrameView.text(tap.address()) + " for " + FrameView.text(to));
            out.flush();
            tap.awaitFirstEnd();
            if (!once) {
                Thread.currentThread().join(); // until the process is ended
            }
        } catch (BindException e) {
            throw new ParameterException(
                    command.commandLine(), "cannot listen on " + listen + ": " + e.getMessage(), e);
        }
        return failure.get() == null ? ExitCode.OK : ExitCodes.CLIENT_FAILED;
    }

    private List<EventSink> sinks(PrintWriter out) {
        EventSink shown = new FrameView(view.wire(), view.printer(out));
        if (record == null) {
            return List.of(shown);
        }
        try {
            return List.of(shown, new Recording(record));
        } catch (IOException e) {
            throw wrongUsage(FileProblem.of(record, e));
        }
    }

    /** What passes is of more importance than the recording of it. */
    private void recordingFailed(IOException e, AtomicReference<IOException> failure) {
        command.commandLine()
                .getErr()
                .println(ClientCommand.NAME + ": cannot write " + record + ": " + e.getMessage() + "; goes on without");
        failure.set(e);
    }

    private Disturbance disturbance() {
        return new Disturbance(
                pieces(),
                delay == null ? Duration.ZERO : delay,
                rate == null ? OptionalLong.empty() : OptionalLong.of(Math.max(1, rate)),
                resetAfter == null ? OptionalLong.empty() : OptionalLong.of(resetAfter));
    }

    private IntSupplier pieces() {
        if (cut == null) {
            return Disturbance.uncut();
        }
        return switch (cut) {
            case "bytes" -> () -> 1;
            case "random" -> Cut.randomLengths(new Random(), LONGEST_RANDOM_PIECE);
            default -> piecesOf(cut);
        };
    }

    private IntSupplier piecesOf(String size) {
        try {
            int most = Math.max(1, ByteSize.parseInt(size));
            return () -> most;
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--cut is bytes, random or a size: " + e.getMessage());
        }
    }

    private InetSocketAddress address(String text, String option) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw wrongUsage(option + " " + text + " ends with no port from 0 to 65535");
        }
        InetSocketAddress address =
                new InetSocketAddress(colon < 0 ? "127.0.0.1" : text.substring(0, colon), Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw wrongUsage(option + ": there is no host " + address.getHostString());
        }
        return address;
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
