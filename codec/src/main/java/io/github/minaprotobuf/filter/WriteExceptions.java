package io.github.minaprotobuf.filter;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mina.core.write.NothingWrittenException;
import org.apache.mina.core.write.WriteException;
import org.apache.mina.core.write.WriteRejectedException;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteTimeoutException;
import org.apache.mina.core.write.WriteToClosedSessionException;

/** A {@link WriteException} names the requests that failed; these name what the application wrote. */
final class WriteExceptions {

    private static final Set<Class<?>> OF_MINA = Set.of(
            WriteException.class,
            NothingWrittenException.class,
            WriteRejectedException.class,
            WriteTimeoutException.class,
            WriteToClosedSessionException.class);

    private WriteExceptions() {}

    /** {@return the exception, with the application's writes in place of the requests that they became} */
    static WriteException uncoalesced(WriteException e) {
        if (e.getRequests().stream().noneMatch(QueuedRequest.class::isInstance)) {
            return e;
        }
        List<WriteRequest> writes = e.getRequests().stream()
                .flatMap(request ->
                        request instanceof QueuedRequest queued ? queued.originals().stream() : Stream.of(request))
                .toList();
        return naming(writes, e);
    }

    /**
     * {@return an exception of the same type, message, cause and stack that names these writes} Where the type is none of
     * MINA's, the nearest one that is, with the exception as its cause.
     */
    static WriteException naming(List<WriteRequest> writes, WriteException e) {
        WriteException copy = copy(writes, e, OF_MINA.contains(e.getClass()) ? e.getCause() : e);
        copy.setStackTrace(e.getStackTrace());
        for (Throwable suppressed : e.getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }

    private static WriteException copy(List<WriteRequest> writes, WriteException e, Throwable cause) {
        if (e instanceof WriteToClosedSessionException) {
            return new WriteToClosedSessionException(writes, e.getMessage(), cause);
        }
        if (e instanceof WriteTimeoutException) {
            return new WriteTimeoutException(writes, e.getMessage(), cause);
        }
        if (e instanceof NothingWrittenException) {
            return new NothingWrittenException(writes, e.getMessage(), cause);
        }
        if (e instanceof WriteRejectedException) {
            WriteException copy = new WriteRejectedException(writes, e.getMessage());
            copy.initCause(cause);
            return copy;
        }
        return new WriteException(writes, e.getMessage(), cause);
    }
}
