package io.github.minaprotobuf.client;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of the interop client; the work is in its subcommands. */
@Command(
        name = InteropClient.NAME,
        description = "Tells whether a server speaks length-prefixed protobuf correctly.",
        mixinStandardHelpOptions = true,
        versionProvider = InteropClient.Version.class,
        usageHelpAutoWidth = true,
        subcommands = {CheckCommand.class, BenchCommand.class, SendCommand.class, ListCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all passed", "1:a case failed", "2:wrong usage", "3:the target cannot be reached"})
public final class InteropClient {

    static final String NAME = "interop-client";

    private static final int UNREACHABLE = 3;

    private InteropClient() {}

    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with all that {@code main} has but the exit; tests capture its output. */
    static CommandLine commandLine() {
        return new CommandLine(new InteropClient())
                .setParameterExceptionHandler(InteropClient::wrongUsage)
                .setExecutionExceptionHandler(InteropClient::failed);
    }

    /** One line and a hint, where picocli would print all of the help. */
    private static int wrongUsage(ParameterException e, String... args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + e.getMessage());
        err.println("Try '" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult arguments) throws Exception {
        if (e instanceof UnreachableException) {
            command.getErr().println(NAME + ": " + e.getMessage());
            return UNREACHABLE;
        }
        throw e;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        /** {@code interop-client 1.0}. */
        static String text() {
            String version = InteropClient.class.getPackage().getImplementationVersion();
            return NAME + " " + (version == null ? "(not packaged)" : version);
        }
    }
}
