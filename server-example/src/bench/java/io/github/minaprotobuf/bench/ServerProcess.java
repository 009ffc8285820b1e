package io.github.minaprotobuf.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A running contender. */
record ServerProcess(JavaProcess process, int port) implements AutoCloseable {

    static ServerProcess start(Contender contender) throws IOException {
        List<String> flags = Settings.words("jvmArgs");
        JavaProcess process = JavaProcess.start(
                Stream.concat(flags.stream(), contender.arguments().stream()).toList());
        try {
            return new ServerProcess(process, portOf(process));
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** From the line {@code listening on HOST:PORT FORMAT}; a JVM with other flags may say something before it. */
    private static int portOf(JavaProcess process) throws IOException {
        String line;
        do {
            line = process.readLine();
        } while (!line.startsWith("listening on "));
        String address = line.split(" ")[2];
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
