package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.capture.Capture;
import io.github.minaprotobuf.client.capture.Event;
import io.github.minaprotobuf.client.view.FramePrinter;
import io.github.minaprotobuf.client.view.FrameScanner;
import io.github.minaprotobuf.client.view.FrameView;
import io.github.minaprotobuf.client.view.Guess;
import io.github.minaprotobuf.client.view.Source;
import io.github.minaprotobuf.client.view.Streams;
import io.github.minaprotobuf.client.wire.Misread;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the frames in a file. */
@Command(
        name = "decode",
        description =
                "Shows the frames in a file or in stdin: offset, header, length, message. Of a capture, pcap or pcapng, it"
                        + " shows those of each TCP connection in it, with time and direction. Ends with 1 when the"
                        + " bytes are not all frames.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class DecodeCommand implements Callable<Integer> {

    private static final int CHUNK = 64 << 10;

    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "0..1",
            defaultValue = "-",
            paramLabel = "FILE",
            description = "the bytes; - is stdin, the default")
    private String file;

    @Option(names = "--hex", description = "the bytes are written as hex digits; white space is left out")
    private boolean hex;

    @Option(
            names = "--guess",
            description = "tries the known formats on the bytes, and says which fit, and why the others do not")
    private boolean guess;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "of a capture: the connections to this port only, which is the server's")
    private Integer port;

    @Mixin
    private ViewOptions view;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        try (InputStream in = open()) {
            boolean isCapture = Capture.isAt(in);
            boolean all;
            if (guess) {
                Streams streams = new Streams();
                all = !isCapture || read(in, streams);
                all &= guess(isCapture ? streams.all() : List.of(in.readAllBytes()), out);
            } else {
                all = isCapture ? decodeCapture(in, out) : decode(in, out);
            }
            out.flush();
            return all ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private InputStream open() throws IOException {
        InputStream in;
        try {
            in = file.equals("-") ? withoutClose(System.in) : Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), FileProblem.of(Path.of(file), e), e);
        }
        return hex ? fromHex(in) : new BufferedInputStream(in, CHUNK);
    }

    /** Of the process, which is not ours to close. */
    private static InputStream withoutClose(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public void close() {
                // see above
            }
        };
    }

    private InputStream fromHex(InputStream in) throws IOException {
        try (in) {
            String digits = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
            return new ByteArrayInputStream(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), file + " is not hex: " + e.getMessage(), e);
        }
    }

    private boolean decodeCapture(InputStream in, PrintWriter out) {
        FrameView shown = new FrameView(view.wire(), view.printer(out));
        boolean readAll = read(in, shown::accept);
        shown.close();
        return readAll && shown.isAllFrames();
    }

    /** False when the file is damaged; what stands before that has been read. */
    private boolean read(InputStream capture, Consumer<Event> events) {
        try {
            Capture.read(capture, port == null ? OptionalInt.empty() : OptionalInt.of(port), events);
            return true;
        } catch (IOException e) {
            command.commandLine().getErr().println(ClientCommand.NAME + ": " + file + ": " + e.getMessage());
            return false;
        }
    }

    private boolean decode(InputStream in, PrintWriter out) throws IOException {
        FramePrinter printer = view.printer(out);
        FrameScanner scanner =
                new FrameScanner(view.wire(), FrameScanner.LONGEST_SHOWN, frame -> printer.print(Source.NONE, frame));
        byte[] chunk = new byte[CHUNK];
        for (int length = in.read(chunk); length >= 0 && !scanner.isLost(); length = in.read(chunk)) {
            scanner.add(chunk, length);
            printer.flush();
        }
        if (scanner.missing() > 0) {
            out.println("the last frame does not end: " + scanner.missing() + " bytes of it are missing");
        } else if (!scanner.isLost() && !scanner.isAtBoundary()) {
            out.println("@" + scanner.offset() + "  a frame that does not end: " + scanner.left()
                    + " bytes of it are there");
        }
        return scanner.isAtBoundary();
    }

    private static boolean guess(List<byte[]> streams, PrintWriter out) {
        if (streams.stream().allMatch(bytes -> bytes.length == 0)) {
            out.println("there are no bytes");
            return false;
        }
        List<Guess> guesses = Guess.of(streams);
        for (Guess each : guesses) {
            String verdict = each.whyNot().orElseGet(() -> frames(each));
            out.printf("%-5s %-44s %s%n", each.whyNot().isEmpty() ? "fits" : "no", each.format(), verdict);
        }
        streams.stream()
                .flatMap(bytes -> Misread.of(bytes).stream())
                .distinct()
                .forEach(other -> out.println("begins like " + other));
        return guesses.get(0).whyNot().isEmpty();
    }

    private static String frames(Guess guess) {
        String empty = guess.empty() == 0 ? "" : ", " + guess.empty() + " of them empty";
        String known = guess.knownFrom().isEmpty() ? "" : ", as of " + guess.knownFrom();
        return guess.frames() + (guess.frames() == 1 ? " frame" : " frames") + empty + known;
    }
}
