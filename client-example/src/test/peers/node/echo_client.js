// Sends messages to an echo server and compares the replies. Arguments: varint32 or be32, a port; then maybe ids, as in 1,2,3:
// messages with these are sent, and replies are right by id.
"use strict";

const assert = require("assert");
const net = require("net");
const { Echo, frame, messages } = require("./framing");

const [wire, port, ids] = process.argv.slice(2);
const samples = [
  {},
  { id: -1, text: "z\u00fcrich \u20ac", values: [1, -1, -(2 ** 31)], tags: { a: "b" }, ratio: -0, kind: "KIND_DATA" },
  { child: { child: { id: "9007199254740993" } } },
  ...[120, 130, 20000, 3000000].map((length) => ({ payload: Buffer.alloc(length, "p") })),
];
const given = ids && ids.split(",").map((id) => ({ id }));
const sent = (given || samples).map((fields) => Echo.fromObject(fields));

const socket = net.connect(Number(port), "127.0.0.1");
let count = 0;
messages(socket, wire, (reply) => {
  if (ids) {
    assert.strictEqual(String(reply.id), String(sent[count].id));
  } else {
    assert.deepStrictEqual(frame(reply, wire), frame(sent[count], wire));
  }
  count += 1;
});
socket.on("refused", (error) => {
  throw error;
});
socket.on("end", () => assert.strictEqual(count, sent.length));
for (const message of sent) {
  socket.write(frame(message, wire));
}
socket.end();
