package io.github.minaprotobuf.client.wire;

import java.io.IOException;

/** The peer sent bytes that are no frame, or a frame that is too long to be the reply. */
public final class BadFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message);
    }
}
