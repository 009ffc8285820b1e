package io.github.minaprotobuf.client.wire;

import java.io.IOException;

/** The peer sent what can be no frame, or none that answers what it was sent. */
public final class BadFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message);
    }
}
