package io.github.minaprotobuf.filter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.mina.core.file.FileRegion;

/**
 * A write that sends nothing and ends this side of the stream, behind all writes before it. It passes for a file, since older
 * versions of MINA show a session's channel to nothing else.
 */
final class EndOfOutput extends FileChannel implements FileRegion {

    private boolean done;

    @Override
    public long transferTo(long position, long count, WritableByteChannel socket) throws IOException {
        done = true;
        ((SocketChannel) socket).shutdownOutput();
        return 0;
    }

    @Override
    public FileChannel getFileChannel() {
        return this;
    }

    /** As long as there is something left, MINA comes to {@link #transferTo}. */
    @Override
    public long getRemainingBytes() {
        return done ? 0 : 1;
    }

    @Override
    public long getPosition() {
        return 0;
    }

    @Override
    public void update(long amount) {}

    @Override
    public long getWrittenBytes() {
        return 0;
    }

    @Override
    public String getFilename() {
        return null;
    }

    private static UnsupportedOperationException noFile() {
        return new UnsupportedOperationException("the end of a stream is no file");
    }

    @Override
    public int read(ByteBuffer to) {
        throw noFile();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw noFile();
    }

    @Override
    public int read(ByteBuffer to, long position) {
        throw noFile();
    }

    @Override
    public int write(ByteBuffer from) {
        throw noFile();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw noFile();
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw noFile();
    }

    @Override
    public long position() {
        throw noFile();
    }

    @Override
    public FileChannel position(long position) {
        throw noFile();
    }

    @Override
    public long size() {
        throw noFile();
    }

    @Override
    public FileChannel truncate(long size) {
        throw noFile();
    }

    @Override
    public void force(boolean metaData) {
        throw noFile();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
        throw noFile();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw noFile();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw noFile();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw noFile();
    }

    @Override
    protected void implCloseChannel() {}
}
