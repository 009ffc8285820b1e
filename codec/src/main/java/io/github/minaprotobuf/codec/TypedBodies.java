package io.github.minaprotobuf.codec;

/** Bodies of a user's codec, which is told the type. */
record TypedBodies(TypedBodyCodec<?> encoder, int recursionLimit) implements BodyTypes {

    /** @throws IllegalArgumentException when the settings ask for what this codec cannot do */
    static TypedBodies of(TypedBodyCodec<?> codec, CodecSettings settings) {
        settings.requireTypedFormat(0);
        WholeBodyDecoder.requireKeepsUnknownFields(codec, settings.parserOptions());
        return new TypedBodies(codec, settings.parserOptions().recursionLimit());
    }

    @Override
    public BodyPlan planOf(int type) {
        return new WholeBodyDecoder.Checked((body, length) -> encoder.decode(type, body, length), recursionLimit);
    }

    @Override
    public int typeOf(Object message) {
        return encoder.typeOf(message);
    }
}
