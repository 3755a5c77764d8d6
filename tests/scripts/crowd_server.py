# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""A server for many users: of each hundred answers, ARGV[1] come after ARGV[2] seconds, the rest after ARGV[3]. Prints
its port; at the end of its input the most connections it had at a time, and how many requests."""

import asyncio
import sys

SHARE, SLOW, QUICK = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
now = most = count = 0


async def serve(reader, writer):
    """One connection."""
    global now, most, count
    now += 1
    most = max(most, now)
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            count += 1
            await asyncio.sleep(SLOW if count % 100 < SHARE else QUICK)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    now -= 1
    writer.close()


async def main():
    """Until somebody closes the input."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(most, count, flush=True)


asyncio.run(main())
