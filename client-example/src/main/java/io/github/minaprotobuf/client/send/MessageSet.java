package io.github.minaprotobuf.client.send;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The types of message that are known by name. */
public final class MessageSet {

    /** The message of the echo server alone. */
    public static final MessageSet ECHO = new MessageSet(
            "the client, which knows the echo server's alone",
            List.of(Echo.getDescriptor().getFile()));

    private final String source;
    private final SortedMap<String, Descriptor> byName = new TreeMap<>();
    private final TypeRegistry registry;

    private MessageSet(String source, Collection<FileDescriptor> files) {
        this.source = source;
        files.forEach(file -> add(file.getMessageTypes()));
        registry = TypeRegistry.newBuilder().add(byName.values()).build();
    }

    private void add(List<Descriptor> types) {
        for (Descriptor type : types) {
            if (!type.getOptions().getMapEntry()) {
                byName.put(type.getFullName(), type);
                add(type.getNestedTypes());
            }
        }
    }

    /**
     * Those of a descriptor set, as {@code protoc --include_imports --descriptor_set_out=FILE} writes it.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it holds no descriptor set, or one that lacks an import
     */
    public static MessageSet ofDescriptorSet(Path file) throws IOException {
        return of(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Those of {@code .proto} files and of what they import, which {@code protoc} compiles.
     *
     * @param importPath where imports are looked for; where it is empty, in the folder of each file
     * @throws IOException when there is no protoc
     * @throws IllegalArgumentException when protoc refuses them; says why
     */
    public static MessageSet ofProto(List<Path> files, List<Path> importPath) throws IOException {
        String names = String.join(", ", files.stream().map(Path::toString).toList());
        return of(names, Protoc.compile(files, importPath));
    }

    private static MessageSet of(String source, byte[] descriptorSet) {
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        try {
            for (FileDescriptorProto file :
                    FileDescriptorSet.parseFrom(descriptorSet).getFileList()) {
                files.put(file.getName(), link(file, files));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(source + " is no descriptor set: " + e.getMessage(), e);
        }
        return new MessageSet(source, files.values());
    }

    /** A set lists each file behind those that it imports. */
    private static FileDescriptor link(FileDescriptorProto file, Map<String, FileDescriptor> earlier) {
        FileDescriptor[] imports = file.getDependencyList().stream()
                .map(name -> {
                    if (!earlier.containsKey(name)) {
                        throw new IllegalArgumentException(file.getName() + " imports " + name
                                + ", which the descriptor set lacks; protoc adds it with --include_imports");
                    }
                    return earlier.get(name);
                })
                .toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file, imports);
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(file.getName() + ": " + e.getMessage(), e);
        }
    }

    /** The types, by their full names. */
    public Collection<Descriptor> types() {
        return byName.values();
    }

    /**
     * The type of that name.
     *
     * @param fullName with its package, as in {@code minaprotobuf.example.Echo}
     * @throws IllegalArgumentException when it is not among them; suggests one whose name is near
     */
    public MessageType named(String fullName) {
        Descriptor descriptor = byName.get(fullName);
        if (descriptor == null) {
            throw new IllegalArgumentException(
                    "no message type '" + fullName + "' in " + source + NearName.suggestion(fullName, byName.keySet()));
        }
        return new MessageType(descriptor, registry);
    }
}
