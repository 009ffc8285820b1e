package io.github.minaprotobuf.client.check;

/** What a case and a server said to each other, in words. */
public record Exchange(String sent, String expected, String received) {}
