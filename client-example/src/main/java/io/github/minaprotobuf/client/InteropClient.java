package io.github.minaprotobuf.client;

import io.github.minaprotobuf.client.cli.ClientCommand;

/** The interop client: tells whether a server speaks length-prefixed protobuf correctly. */
public final class InteropClient {

    private InteropClient() {}

    /** Runs the command line, and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(ClientCommand.runInThisProcess(args));
    }
}
