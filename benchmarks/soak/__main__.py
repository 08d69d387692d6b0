"""`python -m benchmarks.soak --minutes 30 --out docs/images/soak.png`.

Twenty people use the bot in a simulated Telegram that refuses, fails, is late, loses requests and is away.
In the last third the bot is ended four times, by SIGTERM and SIGKILL in turn, and started again.
"""

import argparse
import asyncio
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.soak.crowd import Crowd, TimedLoopback
from benchmarks.soak.process import BotProcess
from benchmarks.soak.report import draw, figures
from benchmarks.soak.troubles import Troubles

_LAST_ANSWERS_S = 60.0
"""How long the last answers are waited for, in seconds."""


def main() -> None:
    """Run, print the figures, draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--out", type=Path, required=True, help="the plot, a PNG")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(soak(Path(home), arguments.minutes * 60, arguments.people, arguments.out))


async def soak(home: Path, seconds: float, people: int, out: Path) -> None:
    """Use a bot over a new home for so many seconds."""
    async with TimedLoopback() as telegram:
        telegram.limit()
        bot, crowd, troubles = BotProcess(telegram, home), Crowd(telegram, people), Troubles(telegram)
        await bot.start()
        began, watching = time.monotonic(), asyncio.create_task(bot.watch())
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.act(seconds))
            group.create_task(troubles.make(seconds))
            group.create_task(restart(bot, seconds * 2 / 3, seconds / 15))
        with suppress(TimeoutError):
            await telegram.notifier.until(lambda: all(telegram.counts()), timeout=_LAST_ANSWERS_S)
        took = await bot.end(signal.SIGTERM)
        watching.cancel()
        print(f"{crowd.done} actions in {seconds / 60:.0f} minutes; the last stop took {took:.1f} s")
        print(figures(telegram, bot, troubles))
        draw(out, began, telegram, bot)


async def restart(bot: BotProcess, after: float, every: float) -> None:
    """End the bot four times and start it again, once some seconds have passed."""
    await asyncio.sleep(after)
    for how in (signal.SIGTERM, signal.SIGKILL) * 2:
        await asyncio.sleep(every)
        await bot.end(how)
        await bot.start()


if __name__ == "__main__":
    main()
