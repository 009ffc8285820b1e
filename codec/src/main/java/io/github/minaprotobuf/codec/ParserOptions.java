package io.github.minaprotobuf.codec;

/** What the factory's builder says of parsing: the same for all bodies of a factory, whatever their types. */
record ParserOptions(boolean discardsUnknownFields, int recursionLimit) {

    static final int DEFAULT_RECURSION_LIMIT = 100; // protobuf's own
}
