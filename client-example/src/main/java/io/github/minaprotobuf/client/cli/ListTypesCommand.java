package io.github.minaprotobuf.client.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the messages that a descriptor set or a {@code .proto} file describes. */
@Command(
        name = "types",
        description = "Lists the types of message of a descriptor set or a .proto file, with their fields.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class ListTypesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private SchemaOptions schema;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        for (Descriptor type : schema.known().types()) {
            String fields =
                    type.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
            out.println(type.getFullName() + (fields.isEmpty() ? "" : ": " + fields));
        }
        out.flush();
        return ExitCode.OK;
    }
}
