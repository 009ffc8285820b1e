/**
 * Length-prefixed protobuf for Apache MINA: a codec for {@code ProtocolCodecFilter}. Start at
 * {@link io.github.minaprotobuf.codec.ProtobufCodecFactory}.
 *
 * @serial exclude
 */
package io.github.minaprotobuf.codec;
