package io.github.minaprotobuf.protocols;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.BodyCodec;
import io.github.minaprotobuf.protocols.hadoop.RpcResponseHeader;
import java.io.IOException;
import java.util.List;

/** The body of a frame of Hadoop's RPC: several messages, each behind its length. */
final class HadoopRpcBody implements BodyCodec<HadoopRpcBody.Reply> {

    /** What a frame to the server holds: the header, what it announces, and so on. */
    record Request(List<MessageLite> messages) {}

    /** Which message it is, only the caller knows; with an error there is none. */
    record Reply(RpcResponseHeader header, ByteString message) {}

    @Override
    public Reply decode(CodedInputStream body, int length) throws IOException {
        RpcResponseHeader header =
                body.readMessage(RpcResponseHeader.parser(), ExtensionRegistryLite.getEmptyRegistry());
        return new Reply(header, body.isAtEnd() ? ByteString.EMPTY : body.readBytes());
    }

    @Override
    public Class<?> encodableType() {
        return Request.class;
    }

    @Override
    public int encodedLength(Object request) {
        return ((Request) request)
                .messages().stream()
                        .mapToInt(CodedOutputStream::computeMessageSizeNoTag)
                        .sum();
    }

    @Override
    public void encode(Object request, CodedOutputStream body) throws IOException {
        for (MessageLite message : ((Request) request).messages()) {
            body.writeMessageNoTag(message);
        }
    }
}
