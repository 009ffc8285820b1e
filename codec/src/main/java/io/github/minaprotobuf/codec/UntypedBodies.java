package io.github.minaprotobuf.codec;

import java.util.Optional;

/**
 * The same for all bodies: their header says no type, or gRPC's flag.
 *
 * @param compressed what becomes of bodies that the flag says are compressed
 */
record UntypedBodies(BodyEncoder encoder, WholeBodyDecoder decoder, BodyPlan compressed) implements BodyTypes {

    /** @throws IllegalArgumentException when the settings ask for what this codec cannot do */
    static UntypedBodies of(BodyCodec<?> codec, CodecSettings settings) {
        settings.requireUntypedFormat();
        WholeBodyDecoder decoder = WholeBodyDecoder.of(codec, settings.parserOptions());
        BodyPlan.Refusal refusal = CompressedBodyException::new;
        Optional<BodyPlan> decompressed = settings.decompressor()
                .map(decompressor -> new DecompressedBody(decompressor, decoder, settings.maxBodyLength()));
        return new UntypedBodies(codec, decoder, decompressed.orElse(refusal));
    }

    @Override
    public BodyPlan planOf(int compressedFlag) {
        return compressedFlag == 0 ? decoder : compressed;
    }

    @Override
    public int typeOf(Object message) {
        return 0;
    }
}
