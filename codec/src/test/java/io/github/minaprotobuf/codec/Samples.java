package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.test.Sample;
import java.util.List;

/** Messages to send. */
final class Samples {

    static final Sample EMPTY = Sample.getDefaultInstance();
    static final Sample ONE = Sample.newBuilder().setId(1).setText("one").build();
    static final Sample TWO =
            Sample.newBuilder().setId(-2).setText("zwei \uD83D\uDE00").build();

    /** Empty ones first, last and in a row; bodies around the first bound of a varint prefix. */
    static final List<Sample> MIXED =
            List.of(EMPTY, ONE, EMPTY, EMPTY, ofBodyLength(127), TWO, ofBodyLength(128), ofBodyLength(300), EMPTY);

    private Samples() {}

    /** A message whose body takes exactly that many bytes. */
    static Sample ofBodyLength(int length) {
        for (int payload = Math.max(0, length - 7); payload < length; payload++) {
            Sample sample = Sample.newBuilder()
                    .setPayload(ByteString.copyFrom(new byte[payload]))
                    .build();
            if (sample.getSerializedSize() == length) {
                return sample;
            }
        }
        for (int payload = Math.max(0, length - 20); payload < length; payload++) {
            Sample sample = Sample.newBuilder()
                    .setId(1)
                    .setPayload(ByteString.copyFrom(new byte[payload]))
                    .build();
            if (sample.getSerializedSize() == length) {
                return sample;
            }
        }
        throw new AssertionError("no sample has a body of " + length + " bytes");
    }
}
