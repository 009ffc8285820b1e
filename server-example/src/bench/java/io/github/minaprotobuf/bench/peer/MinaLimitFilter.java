package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;

/** The bare loop's work within MINA's chain, for one I/O thread. All replies to a read leave as one buffer. */
final class MinaLimitFilter extends IoFilterAdapter {

    private final Workspace workspace = new Workspace();
    private List<WriteRequest> replies = new ArrayList<>();

    @Override
    public void sessionCreated(NextFilter nextFilter, IoSession session) {
        session.setAttribute(
                this,
                new FrameCutter((bytes, offset, length) ->
                        nextFilter.messageReceived(session, Echo.parser().parseFrom(bytes, offset, length))));
        nextFilter.sessionCreated(session);
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) throws IOException {
        IoBuffer read = (IoBuffer) message;
        ((FrameCutter) session.getAttribute(this)).cut(read.buf().order(ByteOrder.LITTLE_ENDIAN));
        read.free();
        if (!replies.isEmpty()) {
            send(nextFilter, session);
        }
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) throws IOException {
        workspace.append((Echo) request.getMessage());
        replies.add(request);
    }

    private void send(NextFilter nextFilter, IoSession session) {
        ByteBuffer output = workspace.takeOutput();
        byte[] bytes = new byte[output.remaining()];
        output.get(bytes);
        workspace.clearOutput();
        List<WriteRequest> sent = replies;
        replies = new ArrayList<>(sent.size());
        DefaultWriteFuture future = new DefaultWriteFuture(session);
        future.addListener(done -> sent.forEach(reply -> {
            reply.getFuture().setWritten();
            nextFilter.messageSent(session, reply);
        }));
        nextFilter.filterWrite(session, new DefaultWriteRequest(IoBuffer.wrap(bytes), future) {
            @Override
            public boolean isEncoded() {
                return true; // messageSent comes for each reply
            }
        });
    }
}
