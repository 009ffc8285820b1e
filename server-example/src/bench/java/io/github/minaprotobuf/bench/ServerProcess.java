package io.github.minaprotobuf.bench;

import java.io.IOException;

/** A running contender. */
record ServerProcess(ChildProcess process, int port) implements AutoCloseable {

    static ServerProcess start(Contender contender) throws IOException {
        ChildProcess process = contender.start();
        try {
            return new ServerProcess(process, portOf(process));
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** From the line {@code listening on HOST:PORT FORMAT}; a JVM with other flags may say something before it. */
    private static int portOf(ChildProcess process) throws IOException {
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
