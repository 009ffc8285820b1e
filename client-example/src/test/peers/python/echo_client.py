"""Sends messages to an echo server and compares the replies.

Arguments: le32 or varint32, a port; then maybe ids, as in 1,2,3: messages with these are sent, and replies are right by id.
"""

import asyncio
import sys

from framing import frame, read_message
from minaprotobuf.example.echo_pb2 import KIND_DATA, Echo


def messages():
    yield Echo()
    yield Echo(id=-1, text="z\u00fcrich \u20ac", values=[1, -1, -(2**31)], tags={"a": "b"}, ratio=-0.0, kind=KIND_DATA)
    yield Echo(child=Echo(child=Echo(id=2**53 + 1)))
    for length in (120, 130, 20_000, 3_000_000):
        yield Echo(payload=bytes(i % 251 for i in range(length)))


def with_ids(ids):
    return [Echo(id=int(number)) for number in ids.split(",")]


async def main(wire, port, ids=None):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = with_ids(ids) if ids else list(messages())
    for message in sent:
        writer.write(frame(message, wire))
    writer.write_eof()
    for message in sent:
        reply = await read_message(reader, wire)
        assert reply.id == message.id if ids else reply == message
    assert await reader.read() == b"", "bytes after the last reply"


asyncio.run(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
