package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.send.TypeIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which messages are meant. */
final class MessageOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private SchemaOptions schema;

    @Option(names = "--type", paramLabel = "NAME", description = "the messages' type among them, with its package")
    private String type;

    @Option(
            names = "--types",
            paramLabel = "FILE",
            description =
                    "for formats with a type: a file of lines 'ID = NAME', or '> ID = NAME' and '< ID = NAME' where client"
                            + " and server number theirs differently; names as for --type")
    private Path types;

    /** The one that {@code --type} names. */
    Optional<MessageType> type() {
        return Optional.ofNullable(type).map(this::named);
    }

    /** The one that {@code --type} names; the echo server's where no others are described. */
    MessageType typeOrEcho() {
        if (type == null && schema.isGiven()) {
            throw wrongUsage("which of the messages is meant? --type names it, 'list types' shows all", null);
        }
        return type().orElseGet(MessageType::echo);
    }

    /** @throws ParameterException when there is none of that name */
    MessageType named(String name) {
        try {
            return schema.known().named(name);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage(), e);
        }
    }

    /** What {@code --types} says. */
    TypeIds ids() {
        if (types == null) {
            return TypeIds.NONE;
        }
        try {
            return TypeIds.load(types, schema.known());
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage(), e);
        } catch (IOException e) {
            throw wrongUsage(FileProblem.of(types, e), e);
        }
    }

    private ParameterException wrongUsage(String message, Throwable cause) {
        return new ParameterException(command.commandLine(), message, cause);
    }
}
