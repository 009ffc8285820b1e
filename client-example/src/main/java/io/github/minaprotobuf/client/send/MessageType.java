package io.github.minaprotobuf.client.send;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A type of message, known by its descriptor.
 *
 * @param known types that an {@code Any} in it can hold
 */
public record MessageType(Descriptor descriptor, TypeRegistry known) {

    /** The message of the echo server. */
    public static MessageType echo() {
        return new MessageType(
                Echo.getDescriptor(),
                TypeRegistry.newBuilder().add(Echo.getDescriptor()).build());
    }

    /**
     * A type of a descriptor set, as {@code protoc --include_imports --descriptor_set_out=FILE} writes it.
     *
     * @param fullName with its package, as in {@code minaprotobuf.example.Echo}
     * @throws IOException when the file cannot be read or holds no descriptor set
     * @throws IllegalArgumentException when the set lacks the type, or a file that one of its files imports
     */
    public static MessageType load(Path descriptorSet, String fullName) throws IOException {
        return named(fullName, typesIn(descriptorSet), descriptorSet);
    }

    /**
     * All types of a descriptor set.
     *
     * @throws IOException when the file cannot be read or holds no descriptor set
     * @throws IllegalArgumentException when the set lacks a file that one of its files imports
     */
    public static TypeRegistry typesIn(Path descriptorSet) throws IOException {
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        for (FileDescriptorProto file : parse(descriptorSet).getFileList()) {
            files.put(file.getName(), link(file, files));
        }
        TypeRegistry.Builder known = TypeRegistry.newBuilder();
        files.values().forEach(file -> known.add(file.getMessageTypes()));
        return known.build();
    }

    /**
     * One of the types of a descriptor set.
     *
     * @param descriptorSet where the types are from
     * @throws IllegalArgumentException when it is not among them
     */
    public static MessageType named(String fullName, TypeRegistry types, Path descriptorSet) {
        Descriptor descriptor = types.find(fullName);
        if (descriptor == null) {
            throw new IllegalArgumentException("no message type '" + fullName + "' in " + descriptorSet);
        }
        return new MessageType(descriptor, types);
    }

    /** @throws InvalidProtocolBufferException when the body is no message of this type */
    public DynamicMessage decode(byte[] body) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(descriptor, body);
    }

    private static FileDescriptorSet parse(Path descriptorSet) throws IOException {
        try {
            return FileDescriptorSet.parseFrom(Files.readAllBytes(descriptorSet));
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(descriptorSet + " is no descriptor set: " + e.getMessage(), e);
        }
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
}
