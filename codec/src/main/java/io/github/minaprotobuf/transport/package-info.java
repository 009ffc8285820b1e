/** What a TCP server runs on: the I/O processor. */
package io.github.minaprotobuf.transport;
