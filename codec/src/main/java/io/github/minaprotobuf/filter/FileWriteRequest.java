package io.github.minaprotobuf.filter;

import org.apache.mina.core.file.FileRegion;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.write.WriteRequest;

/** A file, which leaves alone. */
final class FileWriteRequest extends QueuedRequest {

    private final FileRegion file;

    FileWriteRequest(SessionWrites writes, AbstractIoSession session, NextFilter nextFilter, WriteRequest request) {
        super(writes, session, nextFilter, request);
        this.file = (FileRegion) request.getMessage();
    }

    /** MINA counts the bytes of a file off when they have left, but does not count them in. */
    @Override
    void handDown() {
        ScheduledWrites.countIn(session, 0, file.getRemainingBytes());
        super.handDown();
    }

    @Override
    void seal() {
        // it takes no other write anyway
    }

    @Override
    long unsent() {
        return file.getRemainingBytes();
    }

    @Override
    public FileRegion getMessage() {
        return file;
    }
}
