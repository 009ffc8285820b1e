package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A program that is started for each scenario, and whose exit code tells how it ended. */
public final class ProgramUnderTest implements ClientUnderTest {

    private static final String IDS = "{ids}";

    private final List<String> command;

    /**
     * @param command the program and its arguments, in which {@code {host}}, {@code {port}}, {@code {format}} and
     *     {@code {ids}} stand for what they say
     */
    public ProgramUnderTest(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public boolean sendsGivenIds() {
        return command.stream().anyMatch(word -> word.contains(IDS));
    }

    @Override
    public Attempt start(Scenario scenario, InetSocketAddress server, Wire wire, List<Long> ids) throws IOException {
        String idList = ids.stream().map(Object::toString).collect(Collectors.joining(","));
        List<String> words = command.stream()
                .map(word -> word.replace("{host}", server.getAddress().getHostAddress())
                        .replace("{port}", Integer.toString(server.getPort()))
                        .replace("{format}", wire.toString())
                        .replace(IDS, idList))
                .toList();
        Path output = Files.createTempFile("interop-client", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
            Process process = builder.start();
            process.getOutputStream().close(); // nobody types
            return new Running(process, output);
        } catch (IOException e) {
            Files.delete(output);
            throw e;
        }
    }

    private record Running(Process process, Path output) implements Attempt {

        @Override
        public CompletableFuture<Integer> exit() {
            return process.onExit().thenApply(Process::exitValue);
        }

        @Override
        public boolean isVisible() {
            return true;
        }

        @Override
        public String lastWords() {
            try {
                return LastWords.in(output);
            } catch (IOException e) {
                throw new UncheckedIOException("a file of this process", e);
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
            try {
                Files.deleteIfExists(output);
            } catch (IOException e) {
                throw new UncheckedIOException("a file of this process", e);
            }
        }
    }
}
