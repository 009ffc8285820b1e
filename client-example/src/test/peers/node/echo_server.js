// An echo server on protobufjs. Argument: varint32 or be32.
"use strict";

const net = require("net");
const { frame, messages } = require("./framing");

const wire = process.argv[2];
const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  messages(socket, wire, (message) => socket.write(frame(message, wire)));
  socket.on("end", () => socket.end());
  socket.on("error", () => socket.destroy());
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, () => {
  console.log(`listening on 127.0.0.1:${server.address().port} ${wire}`);
});
