"""The bot over a home, in a process of its own that measures how long its event loop is held up.

Run as `python -m tests.end_to_end.probed HOME TOKEN BASE_URL`; SIGTERM ends it, and then it writes the
longest waits in milliseconds as JSON.
"""

import asyncio
import heapq
import json
import signal
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from bot.services.access import Rules
from bot.storage import State
from bot.telegram.application import Plan, build_application
from bot.telegram.serving import serving
from retrieval.engine import Engine

_EVERY_S = 0.002
_KEPT = 20


async def watch(waits: list[float]) -> None:
    """Sleep again and again, and note by how much each sleep was too long, in seconds."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_EVERY_S)
        heapq.heappushpop(waits, time.perf_counter() - began - _EVERY_S)


async def main(home: Path, token: str, base_url: str) -> None:
    """Run the bot until SIGTERM."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    with closing(Engine.open(home)) as engine:
        rules = Rules(questions_each=1000, questions_together=1000)
        plan = Plan(token, engine, state=State.open(home), rules=rules, base_url=base_url)
        async with serving(build_application(plan)):
            waits = [0.0] * _KEPT
            probe = asyncio.create_task(watch(waits))
            await told.wait()
            probe.cancel()
            with suppress(asyncio.CancelledError):
                await probe
    json.dump({"waits_ms": [round(1000 * wait, 1) for wait in sorted(waits, reverse=True)]}, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
