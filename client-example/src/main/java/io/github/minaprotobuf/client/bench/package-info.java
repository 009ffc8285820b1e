/** The load benchmark: requests through MINA and the codec, every reply verified, latency counted honestly. */
package io.github.minaprotobuf.client.bench;
