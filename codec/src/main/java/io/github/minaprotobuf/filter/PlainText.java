package io.github.minaprotobuf.filter;

import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;

/** All of a write, or a part of it, that becomes one record of TLS. */
final class PlainText extends DefaultWriteRequest {

    private final WriteRequest write;
    private final boolean lastOfWrite;

    PlainText(WriteRequest write, Object bytes, boolean lastOfWrite) {
        super(bytes);
        this.write = write;
        this.lastOfWrite = lastOfWrite;
    }

    WriteRequest write() {
        return write;
    }

    boolean isLastOfWrite() {
        return lastOfWrite;
    }
}
