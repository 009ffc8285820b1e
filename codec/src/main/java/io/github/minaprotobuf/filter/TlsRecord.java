package io.github.minaprotobuf.filter;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.ssl.EncryptedWriteRequest;

/**
 * A record of TLS on its way down the chain, in a buffer of its own size: {@code SslFilter}'s are made for two to eight full
 * ones, and its request keeps that buffer as long as somebody keeps the request.
 */
final class TlsRecord extends EncryptedWriteRequest {

    private final boolean ofApplication;
    private final int length;

    private TlsRecord(IoBuffer bytes, WriteRequest ended, boolean ofApplication) {
        super(bytes, ended);
        this.ofApplication = ofApplication;
        this.length = bytes.remaining();
    }

    /** A record that {@code SslFilter} has written of its own accord. */
    static TlsRecord ofTls(WriteRequest encrypted) {
        return new TlsRecord(bytesOf(encrypted), null, false);
    }

    /** A record of what the application writes: the last one of a write carries that write's end. */
    static TlsRecord ofApplication(WriteRequest encrypted) {
        WriteRequest ended =
                encrypted.getOriginalRequest() instanceof PlainText part && part.isLastOfWrite() ? part.write() : null;
        return new TlsRecord(bytesOf(encrypted), ended, true);
    }

    private static IoBuffer bytesOf(WriteRequest encrypted) {
        IoBuffer roomy = (IoBuffer) encrypted.getMessage();
        IoBuffer bytes = IoBuffer.allocate(roomy.remaining()).put(roomy).flip();
        roomy.free();
        return bytes;
    }

    boolean isOfApplication() {
        return ofApplication;
    }

    /** Bytes, with header. */
    int length() {
        return length;
    }
}
