package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.ProtocolEncoderException;

/** What a factory does with bodies, by the type that their header says. */
sealed interface BodyTypes permits UntypedBodies, TypedBodies, MessageTable {

    /** Decode: what becomes of a body of that type. */
    BodyPlan planOf(int type);

    /** Encode: the type to send that message with; 0 where headers say none. */
    int typeOf(Object message) throws ProtocolEncoderException;

    BodyEncoder encoder();
}
