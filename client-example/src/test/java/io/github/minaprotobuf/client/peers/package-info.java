/**
 * Peers: echo servers and clients in other ecosystems, each with its own library in its own idiom. Those in Java are
 * here, the others in {@code src/test/peers}, one folder a language.
 */
package io.github.minaprotobuf.client.peers;
