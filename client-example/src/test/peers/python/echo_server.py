"""An echo server on asyncio streams. Argument: le32 or varint32."""

import asyncio
import sys

from framing import frame, read_message
from google.protobuf.message import DecodeError


async def serve(reader, writer, wire):
    try:
        while True:
            writer.write(frame(await read_message(reader, wire), wire))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, DecodeError, ValueError):
        pass
    finally:
        writer.close()


async def main(wire):
    server = await asyncio.start_server(lambda r, w: serve(r, w, wire), "127.0.0.1", 0, backlog=1024)
    print("listening on 127.0.0.1:%d %s" % (server.sockets[0].getsockname()[1], wire), flush=True)
    await server.serve_forever()


asyncio.run(main(sys.argv[1]))
