/**
 * The interop client's command lines. They depend on {@code check} (the cases), which depends on {@code wire} (frames
 * on a socket), and never the other way round.
 */
package io.github.minaprotobuf.client;
