package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.tap.Disturbance;
import io.github.minaprotobuf.client.tap.Tap;
import io.github.minaprotobuf.client.view.Frame;
import io.github.minaprotobuf.client.view.FramePrinter;
import io.github.minaprotobuf.server.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
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

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
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

    @Option(names = "--only", paramLabel = "client|server", description = "shows the frames of this side only")
    private String only;

    @Option(names = "--only-type", paramLabel = "ID", description = "shows the frames of this type only")
    private Long onlyType;

    @Option(
            names = "--min-length",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "shows bodies of at least so many bytes only")
    private long minLength;

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
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        InetSocketAddress to = address(target, "--target");
        try (Tap tap = new Tap(address(listen, "--listen"), to, view.wire(), disturbance(), printing(out))) {
            out.println("tapping " + text(tap.address()) + " for " + text(to));
            out.flush();
            tap.awaitFirstEnd();
            if (!once) {
                Thread.currentThread().join(); // until the process is ended
            }
            return ExitCode.OK;
        } catch (BindException e) {
            throw new ParameterException(
                    command.commandLine(), "cannot listen on " + listen + ": " + e.getMessage(), e);
        }
    }

    private Tap.Observer printing(PrintWriter out) {
        FramePrinter printer = view.printer(out);
        return new Tap.Observer() {
            @Override
            public void frames(String source, List<Frame> frames) {
                printer.print(now() + " " + source, frames.stream().filter(frame -> isWanted(source, frame)));
                out.flush();
            }

            @Override
            public void event(String source, String what) {
                printer.note(now() + " " + source, what);
                out.flush();
            }
        };
    }

    private static String now() {
        return LocalTime.now(ZoneId.systemDefault()).format(TIME);
    }

    private boolean isWanted(String source, Frame frame) {
        if (frame.wrong() != null) {
            return true;
        }
        boolean wantedSide = only == null || source.endsWith(only.equals("client") ? ">" : "<");
        boolean wantedType = onlyType == null || frame.type() == onlyType;
        return wantedSide && wantedType && frame.bodyLength() >= minLength;
    }

    private Disturbance disturbance() {
        if (only != null && !only.equals("client") && !only.equals("server")) {
            throw wrongUsage("--only " + only + " is neither client nor server");
        }
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
            case "random" -> Disturbance.random(new Random(), LONGEST_RANDOM_PIECE);
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

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
