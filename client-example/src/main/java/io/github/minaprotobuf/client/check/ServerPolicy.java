package io.github.minaprotobuf.client.check;

import java.util.Optional;

/**
 * What a server may decide for itself, as far as the user has said what it does.
 *
 * @param maxBodyLength the longest body that it takes, in bytes
 * @param onMalformed what it does about a body that is no message; empty when either will do
 * @param onOversize what it does about a body longer than that; empty when either will do
 */
public record ServerPolicy(int maxBodyLength, Optional<Refusal> onMalformed, Optional<Refusal> onOversize) {

    /** The smallest limit that can be checked, in bytes: the cases send bodies of that length. */
    public static final int LEAST_MAX_BODY_LENGTH = 128 << 10;
}
