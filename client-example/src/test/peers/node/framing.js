"use strict";

const path = require("path");
const protobuf = require("protobufjs");

const Echo = protobuf
  .loadSync(path.join(__dirname, "echo.proto"))
  .lookupType("minaprotobuf.example.Echo");

/** The length of the first frame in these bytes, header and body; none as long as the header is not complete. */
const FRAME_LENGTH = {
  varint32: (bytes) => {
    const end = bytes.subarray(0, 5).findIndex((byte) => byte < 0x80);
    if (end < 0 && bytes.length < 5) {
      return undefined;
    }
    if (end < 0) {
      throw new RangeError("a varint of more than 5 bytes");
    }
    return end + 1 + protobuf.Reader.create(bytes).uint32();
  },
  be32: (bytes) => (bytes.length < 4 ? undefined : 4 + bytes.readUInt32BE()),
};

const DECODE = {
  varint32: (frame) => Echo.decodeDelimited(frame),
  be32: (frame) => Echo.decode(frame.subarray(4)),
};

const FRAME = {
  varint32: (message) => Echo.encodeDelimited(message).finish(),
  be32: (message) => {
    const body = Echo.encode(message).finish();
    const header = Buffer.alloc(4);
    header.writeUInt32BE(body.length);
    return Buffer.concat([header, body]);
  },
};

/**
 * Hands each message that a socket receives to a function. Chunks are put together once, when a frame is complete. What is no
 * frame, or what the function does not take, ends the connection, and is told to who listens for "refused".
 */
function messages(socket, wire, received) {
  let chunks = [];
  let length = 0;
  let needed = 1;
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) {
      return;
    }
    let bytes = Buffer.concat(chunks, length);
    try {
      needed = FRAME_LENGTH[wire](bytes);
      while (needed !== undefined && bytes.length >= needed) {
        received(DECODE[wire](bytes.subarray(0, needed)));
        bytes = bytes.subarray(needed);
        needed = FRAME_LENGTH[wire](bytes);
      }
    } catch (error) {
      socket.end();
      socket.destroySoon();
      socket.emit("refused", error);
    }
    needed = needed ?? 1;
    chunks = [bytes];
    length = bytes.length;
  });
}

const frame = (message, wire) => FRAME[wire](message);

module.exports = { Echo, frame, messages };
