package io.github.minaprotobuf.codec;

/** {@link CodecStatistics} by the names that JMX asks for. */
public interface CodecStatisticsMXBean {

    /** {@return {@link CodecStatistics#framesDecoded()}} */
    long getFramesDecoded();

    /** {@return {@link CodecStatistics#framesEncoded()}} */
    long getFramesEncoded();

    /** {@return {@link CodecStatistics#bytesDecoded()}} */
    long getBytesDecoded();

    /** {@return {@link CodecStatistics#bytesEncoded()}} */
    long getBytesEncoded();

    /** {@return {@link CodecStatistics#framesRejected()}} */
    long getFramesRejected();

    /** {@return {@link CodecStatistics#retainedBytes()}} */
    long getRetainedBytes();
}
