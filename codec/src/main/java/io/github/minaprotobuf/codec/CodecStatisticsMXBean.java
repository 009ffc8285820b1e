package io.github.minaprotobuf.codec;

/** {@link CodecStatistics} by the names that JMX asks for. */
public interface CodecStatisticsMXBean {

    /** See {@link CodecStatistics#framesDecoded()}. */
    long getFramesDecoded();

    /** See {@link CodecStatistics#framesEncoded()}. */
    long getFramesEncoded();

    /** See {@link CodecStatistics#bytesDecoded()}. */
    long getBytesDecoded();

    /** See {@link CodecStatistics#bytesEncoded()}. */
    long getBytesEncoded();

    /** See {@link CodecStatistics#framesRejected()}. */
    long getFramesRejected();

    /** See {@link CodecStatistics#retainedBytes()}. */
    long getRetainedBytes();
}
