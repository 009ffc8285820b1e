package io.github.minaprotobuf.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Keeps back what is written, TLS records for one, and sends it as a whole. */
final class CorkedSocket extends Socket {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean corked;

    CorkedSocket(InetSocketAddress address) throws IOException {
        super(address.getAddress(), address.getPort());
    }

    void cork() {
        corked = true;
    }

    void uncork() throws IOException {
        corked = false;
        getOutputStream().write(held.toByteArray());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream out = super.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (corked) {
                    held.write(bytes, offset, length);
                } else {
                    out.write(bytes, offset, length);
                }
            }
        };
    }
}
