"use strict";

const path = require("path");
const protobuf = require("protobufjs");

const Echo = protobuf
  .loadSync(path.join(__dirname, "echo.proto"))
  .lookupType("minaprotobuf.example.Echo");

/** Each reads one message off the reader, or gives undefined when bytes are missing. */
const READ = {
  // protobufjs says with a RangeError that a message goes past the bytes that are there.
  varint32: (reader) => {
    try {
      return Echo.decodeDelimited(reader);
    } catch (error) {
      if (error instanceof RangeError) {
        return undefined;
      }
      throw error;
    }
  },
  be32: (reader) => {
    if (reader.len - reader.pos < 4) {
      return undefined;
    }
    const end = reader.pos + 4 + reader.buf.readUInt32BE(reader.pos);
    if (end > reader.len) {
      return undefined;
    }
    const message = Echo.decode(reader.buf.subarray(reader.pos + 4, end));
    reader.pos = end;
    return message;
  },
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

/** Hands each message that a socket receives to a function. */
function messages(socket, wire, received) {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const reader = protobuf.Reader.create(pending);
    let consumed = 0;
    try {
      for (let message = READ[wire](reader); message !== undefined; message = READ[wire](reader)) {
        consumed = reader.pos;
        received(message);
      }
    } catch (error) {
      socket.destroy(error);
    }
    pending = pending.subarray(consumed);
  });
}

const frame = (message, wire) => FRAME[wire](message);

module.exports = { Echo, frame, messages };
