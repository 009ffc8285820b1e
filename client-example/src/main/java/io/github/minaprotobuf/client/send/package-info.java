/** Messages as people write them: protobuf's text format and JSON, of any type that a descriptor set describes. */
package io.github.minaprotobuf.client.send;
