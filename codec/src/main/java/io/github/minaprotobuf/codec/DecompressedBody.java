package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * A body that arrived compressed: decompressed in memory that grows with what comes out, and never past the longest body.
 *
 * @param decoder decodes what comes out
 */
record DecompressedBody(Decompressor decompressor, WholeBodyDecoder decoder, int maxBodyLength)
        implements WholeBodyDecoder {

    @Override
    public Object decode(CodedInputStream body, int length) throws IOException, RecoverableProtocolDecoderException {
        byte[] decompressed;
        try (InputStream in = decompressor.decompress(new ByteArrayInputStream(body.readRawBytes(length)))) {
            decompressed = in.readNBytes(maxBodyLength);
            if (in.read() >= 0) {
                throw FrameTooLongException.decompressed(length, maxBodyLength);
            }
        }
        return decoder.decode(BodyReader.keeping(decompressed), decompressed.length);
    }
}
