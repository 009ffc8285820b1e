package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.send.MessageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which messages there are. */
final class SchemaOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--descriptor-set",
            paramLabel = "FILE",
            description = "messages of your own: what protoc --include_imports --descriptor_set_out=FILE wrote")
    private Path descriptorSet;

    @Option(
            names = "--proto",
            paramLabel = "FILE",
            description = "the same from a .proto file, by the protoc that is on the path; may be repeated")
    private List<Path> protos = new ArrayList<>();

    @Option(
            names = "--proto-path",
            paramLabel = "FOLDER",
            description = "where imports are, as for protoc; may be repeated (default: the folder of each --proto)")
    private List<Path> protoPath = new ArrayList<>();

    private MessageSet known;

    /** Whether messages other than the echo server's are described. */
    boolean isGiven() {
        return descriptorSet != null || !protos.isEmpty();
    }

    /** All that are described; the echo server's where none is. */
    MessageSet known() {
        if (known == null) {
            known = load();
        }
        return known;
    }

    private MessageSet load() {
        if (descriptorSet != null && !protos.isEmpty()) {
            throw wrongUsage("--descriptor-set and --proto say the same in two ways: give one", null);
        }
        try {
            if (descriptorSet != null) {
                return MessageSet.ofDescriptorSet(descriptorSet);
            }
            protos.forEach(this::requireReadable);
            return protos.isEmpty() ? MessageSet.ECHO : MessageSet.ofProto(protos, protoPath);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage(), e);
        } catch (IOException e) {
            throw wrongUsage(descriptorSet == null ? e.getMessage() : FileProblem.of(descriptorSet, e), e);
        }
    }

    private void requireReadable(Path file) {
        try {
            Files.newInputStream(file).close();
        } catch (IOException e) {
            throw wrongUsage(FileProblem.of(file, e), e);
        }
    }

    private ParameterException wrongUsage(String message, Throwable cause) {
        return new ParameterException(command.commandLine(), message, cause);
    }
}
