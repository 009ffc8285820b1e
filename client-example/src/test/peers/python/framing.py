"""Frames on asyncio streams: a length, then a message as protobuf serialises it."""

import struct

from google.protobuf.internal.encoder import _VarintBytes
from minaprotobuf.example.echo_pb2 import Echo


async def read_le32(reader):
    (length,) = struct.unpack("<I", await reader.readexactly(4))
    return length


async def read_varint32(reader):
    length = 0
    for shift in range(0, 35, 7):
        (byte,) = await reader.readexactly(1)
        length |= (byte & 0x7F) << shift
        if byte < 0x80:
            return length
    raise ValueError("a varint of more than 5 bytes")


def le32(length):
    return struct.pack("<I", length)


READ_LENGTH = {"le32": read_le32, "varint32": read_varint32}
LENGTH = {"le32": le32, "varint32": _VarintBytes}


async def read_message(reader, wire):
    length = await READ_LENGTH[wire](reader)
    return Echo.FromString(await reader.readexactly(length))


def frame(message, wire):
    body = message.SerializeToString()
    return LENGTH[wire](len(body)) + body
