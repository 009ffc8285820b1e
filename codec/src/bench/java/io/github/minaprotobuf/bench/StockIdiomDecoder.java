package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.codec.test.Sample;
import java.nio.ByteOrder;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/** Length-prefixed protobuf on MINA as it is usually written: the idiom of {@link CumulativeProtocolDecoder}. */
final class StockIdiomDecoder extends CumulativeProtocolDecoder {

    @Override
    protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) throws Exception {
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (!in.prefixedDataAvailable(Integer.BYTES)) {
            return false;
        }
        byte[] body = new byte[in.getInt()];
        in.get(body);
        out.write(Sample.parseFrom(body));
        return true;
    }
}
