package io.github.minaprotobuf.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Peers that send all they can, and read nothing until they are told to. */
interface UnreadReplies extends AutoCloseable {

    /** Lets them read at last; done once each has all of its bytes back, in order. */
    CompletableFuture<Void> read();

    @Override
    void close() throws IOException;
}
