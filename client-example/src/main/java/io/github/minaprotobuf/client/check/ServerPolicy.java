package io.github.minaprotobuf.client.check;

import java.util.Optional;

/**
 * What is up to the server, as far as it is known.
 *
 * @param maxBodyLength the longest body that it takes, in bytes
 * @param onMalformed what it does about a body that is no message; empty when either will do
 * @param onOversize what it does about a body longer than that; empty when either will do
 */
public record ServerPolicy(int maxBodyLength, Optional<Refusal> onMalformed, Optional<Refusal> onOversize) {

    /** What fits into any server that is worth a check. */
    public static final int LEAST_MAX_BODY_LENGTH = 128 << 10;
}
