/** Scenarios for a client, what they require of it, and a server that plays them. */
package io.github.minaprotobuf.client.serve;
