package io.github.minaprotobuf.codec;

/** {@link CodecStatistics} by the names that JMX asks for. */
public interface CodecStatisticsMXBean {

    /** {@return see {@link CodecStatistics#framesDecoded()}} */
    long getFramesDecoded();

    /** {@return see {@link CodecStatistics#framesEncoded()}} */
    long getFramesEncoded();

    /** {@return see {@link CodecStatistics#bytesDecoded()}} */
    long getBytesDecoded();

    /** {@return see {@link CodecStatistics#bytesEncoded()}} */
    long getBytesEncoded();

    /** {@return see {@link CodecStatistics#framesRejected()}} */
    long getFramesRejected();

    /** {@return see {@link CodecStatistics#retainedBytes()}} */
    long getRetainedBytes();
}
