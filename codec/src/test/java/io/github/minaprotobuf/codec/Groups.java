package io.github.minaprotobuf.codec;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;

/** A type whose one field is a group of the type itself. Not generated: that code calls deprecated methods. */
final class Groups {

    static final Descriptor DESCRIPTOR = descriptor();

    private Groups() {}

    private static Descriptor descriptor() {
        DescriptorProto type = DescriptorProto.newBuilder()
                .setName("Inner")
                .addField(FieldDescriptorProto.newBuilder()
                        .setName("inner")
                        .setNumber(3)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                        .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                        .setTypeName(".Inner"))
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("groups.proto")
                .addMessageType(type)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0])
                    .getMessageTypes()
                    .get(0);
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    /** That many groups, each in the other, with unknown fields at every level. */
    static DynamicMessage nested(int levels, UnknownFieldSet unknown) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(DESCRIPTOR).setUnknownFields(unknown);
        if (levels > 0) {
            message.setField(DESCRIPTOR.findFieldByNumber(3), nested(levels - 1, unknown));
        }
        return message.build();
    }
}
