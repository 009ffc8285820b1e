package io.github.minaprotobuf.client.view;

/**
 * A frame of a stream, or where there is none.
 *
 * @param offset of its first byte in the stream
 * @param type what the header says; negative where it says none
 * @param body what was kept of it: all, or nothing of one that is longer than the view's limit
 * @param wrong why this is no frame; null when it is one. Then the header is the bytes in question, and no frame follows.
 */
public record Frame(long offset, byte[] header, long type, long bodyLength, byte[] body, String wrong) {

    boolean isWhole() {
        return wrong == null && body.length == bodyLength;
    }
}
