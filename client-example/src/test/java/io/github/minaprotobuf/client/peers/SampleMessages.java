package io.github.minaprotobuf.client.peers;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.example.Kind;
import java.util.Arrays;
import java.util.List;

/** What the clients in Java send; those in other languages send much the same. */
final class SampleMessages {

    static final List<Echo> ALL = List.of(
            Echo.getDefaultInstance(),
            Echo.newBuilder()
                    .setId(-1)
                    .setText("z\u00fcrich \u20ac")
                    .addValues(Integer.MIN_VALUE)
                    .putTags("a", "b")
                    .setRatio(-0.0)
                    .setKind(Kind.KIND_DATA)
                    .build(),
            Echo.newBuilder()
                    .setChild(Echo.newBuilder().setChild(Echo.newBuilder().setId((1L << 53) + 1)))
                    .build(),
            payload(120),
            payload(130),
            payload(20_000),
            payload(3_000_000));

    private SampleMessages() {}

    /** Messages with these ids, which are separated by commas. */
    static List<Echo> withIds(String ids) {
        return Arrays.stream(ids.split(","))
                .map(id -> Echo.newBuilder().setId(Long.parseLong(id)).build())
                .toList();
    }

    private static Echo payload(int bytes) {
        return Echo.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
