package io.github.minaprotobuf.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;

/** The parser without its checked exception: all bodies here are valid. */
final class Parsing {

    private Parsing() {}

    static <M> M parse(Parser<M> parser, byte[] body) {
        return parse(parser, body, body.length);
    }

    static <M> M parse(Parser<M> parser, byte[] body, int length) {
        try {
            return parser.parseFrom(body, 0, length);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
