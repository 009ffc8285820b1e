package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/** What becomes of a body, once its header is complete: it is decoded, or refused. */
sealed interface BodyPlan permits WholeBodyDecoder, BodyPlan.Refusal {

    /** The body is reported and unwanted. */
    non-sealed interface Refusal extends BodyPlan {

        /** @param headerDump the header, as people read it */
        RecoverableProtocolDecoderException of(int bodyLength, String headerDump);
    }
}
