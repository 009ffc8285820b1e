package io.github.minaprotobuf.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;

/** The parser without its checked exception: all bodies here are valid. */
final class Parsing {

    private Parsing() {}

    static <M> M parse(Parser<M> parser, byte[] body) {
        return parse(parser, body, 0, body.length);
    }

    static <M> M parse(Parser<M> parser, byte[] bytes, int start, int length) {
        try {
            return parser.parseFrom(bytes, start, length);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
