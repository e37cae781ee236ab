"""Local targets for a demo's checks: they answer, and one of them falls now and then and says so.

`python -m egov.embedded.targets 35.78`: forty addresses of this machine alone, 127.35.78.1 and on.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from contextlib import suppress

from egov.embedded.supervisor import say

MANY = 40
PORT = 7080
STEADY = 12  # the first so many stay: others lead through them
EVERY = float(os.environ.get("DEMO_FALL_EVERY", "600"))  # seconds between two falls
LASTS = float(os.environ.get("DEMO_FALL_LASTS", "180"))
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\nsasaran hidup"


def address(region: str, number: int) -> str:
    """Of the target with this number, from 1."""
    province, city = (int(part) for part in region.split("."))
    return f"127.{province}.{city}.{number}"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers a page to whoever asks for one; a port that is only knocked at gets nothing."""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(5):
            if await reader.read(4096):
                writer.write(PAGE)
                await writer.drain()
    writer.close()


async def _open(region: str, number: int) -> asyncio.Server:
    return await asyncio.start_server(_answer, address(region, number), PORT)


async def run(region: str) -> None:
    """Opens all, and lets one fall now and then, until it is stopped."""
    servers: dict[int, asyncio.Server] = {}
    for number in range(1, MANY + 1):
        try:
            servers[number] = await _open(region, number)
        except OSError as error:
            say(f"! Sasaran {address(region, number)} tidak dapat dibuka: {error}")
    say(f"{len(servers)} sasaran terbuka di porta {PORT}")
    if not servers:  # another demo's answer just as well
        await asyncio.Event().wait()
    chance = random.Random()  # noqa: S311 - no secret
    while True:
        await asyncio.sleep(EVERY)
        number = chance.choice([n for n in servers if n > STEADY] or list(servers))
        servers[number].close()
        say(f"Sasaran {address(region, number)} jatuh selama {LASTS:.0f} detik")
        await asyncio.sleep(LASTS)
        servers[number] = await _open(region, number)
        say(f"Sasaran {address(region, number)} pulih")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(run(sys.argv[1]))
