package io.github.minaprotobuf.codec;

import com.google.protobuf.MessageLite;
import org.apache.mina.filter.codec.ProtocolEncoderException;

/** What the write of something that this codec cannot encode fails with. */
final class RefusedWrite {

    private RefusedWrite() {}

    static ProtocolEncoderException of(Object message, String reason) {
        String refused = "cannot encode " + message.getClass().getName();
        // Some frameworks write what went wrong in place of a reply; the log should show where it went wrong.
        if (message instanceof Throwable failure) {
            return new ProtocolEncoderException(refused + ": a failure (the cause of this), " + reason, failure);
        }
        String advice = message instanceof MessageLite.Builder ? "; it is a builder: call build()" : "";
        return new ProtocolEncoderException(refused + ": " + reason + advice);
    }
}
