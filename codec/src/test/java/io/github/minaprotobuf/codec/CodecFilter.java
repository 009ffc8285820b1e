package io.github.minaprotobuf.codec;

import java.util.function.Function;
import org.apache.mina.filter.codec.ProtocolCodecFilter;

/** The two filters that take the codec into a chain. Whoever uses them sees no difference. */
enum CodecFilter {
    OF_MINA(ProtocolCodecFilter::new),
    OF_THIS_LIBRARY(ProtobufCodecFilter::new);

    private final Function<ProtobufCodecFactory, ProtocolCodecFilter> constructor;

    CodecFilter(Function<ProtobufCodecFactory, ProtocolCodecFilter> constructor) {
        this.constructor = constructor;
    }

    ProtocolCodecFilter of(ProtobufCodecFactory codec) {
        return constructor.apply(codec);
    }

    Peer onStream(ProtobufCodecFactory codec) {
        return Peer.onStream(of(codec));
    }

    Peer onDatagrams(ProtobufCodecFactory codec) {
        return Peer.onDatagrams(of(codec));
    }
}
