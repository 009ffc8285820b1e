package io.github.minaprotobuf.client.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The command that all others are subcommands of, and what becomes of exceptions: a message and an exit code. */
@Command(
        name = ClientCommand.NAME,
        description = "Tells whether a server, or a client, speaks length-prefixed protobuf correctly.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true,
        subcommands = {
            CheckCommand.class,
            ServeCommand.class,
            BenchCommand.class,
            SendCommand.class,
            TapCommand.class,
            DecodeCommand.class,
            ListCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all passed",
            "1:a case or a gate failed, or no right reply came",
            "2:wrong usage",
            "3:the target cannot be reached",
            "4:this program failed, not what it checks: too small a heap, a report that cannot be written"
        })
public final class ClientCommand {

    static final String NAME = "interop-client";

    /** Made beforehand: there may be no memory left to make it. */
    private static final byte[] DIED =
            (NAME + ": a thread died, stopping at once\n").getBytes(StandardCharsets.US_ASCII);

    private ClientCommand() {}

    /**
     * Runs one command line as {@code main} has to: with the process's own streams, in UTF-8, and an end to the process
     * when one of its threads dies.
     *
     * @return the exit code
     */
    public static int runInThisProcess(String... args) {
        Utf8.useForOutput();
        Thread.setDefaultUncaughtExceptionHandler(ClientCommand::haltAfter);
        CommandLine command = commandLine().setOut(utf8Writer(System.out)).setErr(utf8Writer(System.err));
        int exitCode;
        try {
            exitCode = command.execute(Arguments.inUtf8(args));
        } catch (IllegalArgumentException e) {
            exitCode = wrongUsage(new ParameterException(command, e.getMessage(), e));
        }
        if (exitCode == ExitCode.OK && command.getOut().checkError()) {
            command.getErr().println(NAME + ": cannot write to stdout");
            exitCode = ExitCodes.CLIENT_FAILED;
        }
        return exitCode;
    }

    /** The command alone, which leaves the process as it is; tests capture its output. */
    public static CommandLine commandLine() {
        return new CommandLine(new ClientCommand())
                .registerConverter(Path.class, new PathConverter())
                .setExpandAtFiles(false) // picocli reads them in the locale's charset
                .setExecutionStrategy(ClientCommand::run)
                .setParameterExceptionHandler(ClientCommand::wrongUsage)
                .setExecutionExceptionHandler(ClientCommand::failed);
    }

    private static PrintWriter utf8Writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** One line and a hint, where picocli would print all of the help. */
    private static int wrongUsage(ParameterException e, String... args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + e.getMessage());
        err.println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    /** picocli lets errors through, and the JVM would then exit with 1, which says that the server failed. */
    private static int run(ParseResult arguments) {
        try {
            return new RunLast().execute(arguments);
        } catch (ExecutionException e) {
            throw e;
        } catch (Error e) {
            throw new ExecutionException(arguments.commandSpec().commandLine(), e.toString(), e);
        }
    }

    private static int failed(Exception e, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        Throwable failure = e instanceof ExecutionException ? e.getCause() : e;
        if (failure instanceof UnreachableException) {
            err.println(NAME + ": " + failure.getMessage());
            return ExitCodes.UNREACHABLE;
        }
        if (failure instanceof ClientFailureException) {
            err.println(NAME + ": " + failure.getMessage());
        } else if (failure instanceof VirtualMachineError error) {
            err.println(NAME + ": " + Heap.advice(error));
        } else {
            err.println(NAME + ": a fault of the client's own");
            failure.printStackTrace(err);
        }
        return ExitCodes.CLIENT_FAILED;
    }

    /** A thread has died that others wait for, maybe one of the server in this process: no verdict is possible. */
    private static void haltAfter(Thread thread, Throwable error) {
        try {
            System.err.write(DIED, 0, DIED.length);
            if (error instanceof VirtualMachineError jvm) {
                System.err.println(NAME + ": " + Heap.advice(jvm)); // as far as memory goes
            } else {
                error.printStackTrace();
            }
        } finally {
            Runtime.getRuntime().halt(ExitCodes.CLIENT_FAILED);
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        /** {@code interop-client 1.0}. */
        static String text() {
            String version = ClientCommand.class.getPackage().getImplementationVersion();
            return NAME + " " + (version == null ? "(not packaged)" : version);
        }
    }
}
