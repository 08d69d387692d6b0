"""Figures and a plot of a run."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.soak.crowd import TimedLoopback
from benchmarks.soak.process import BotProcess, Sample
from benchmarks.soak.troubles import Troubles


def figures(telegram: TimedLoopback, bot: BotProcess, troubles: Troubles) -> str:
    """What was answered, how soon, and what the bot held, as lines."""
    counts, edited = telegram.counts(), telegram.counts(edited=True)
    waits = [seconds for _, seconds in telegram.waits()]
    unsure = bot.unknown + troubles.counts.get("request lost", 0)
    problems = Counter(
        entry["event"]
        for entry in map(_entry, bot.log.read_text("utf-8").splitlines())
        if entry.get("level") == "error"
    )
    first = [sample for sample in bot.samples if not bot.ends or sample.time < bot.ends[0][0]]
    return "\n".join(
        (
            f"questions {len(counts)}: {_answered(counts)} "
            f"(requests lost and answers cut off by a kill: {unsure})",
            # Where the number of an answer was lost with a response, an edit is answered anew.
            f"edited questions {len(edited)}: {_answered(edited)}",
            f"seconds to the answer: p50 {median(waits):.2f}, p95 {quantiles(waits, n=20)[-1]:.2f}, "
            f"longest {max(waits):.1f}",
            f"faults: {troubles.counts}",
            f"ends: {[how for _, how in bot.ends]}",
            f"errors in the log: {dict(problems)}",
            f"before the first end: {_growth(first)}",
        )
    )


def _answered(counts: Sequence[int]) -> str:
    more = sum(count > 1 for count in counts)
    return f"answered once {counts.count(1)}, more often {more}, not {counts.count(0)}"


def _growth(samples: Sequence[Sample]) -> str:
    """Means of the second quarter and of the last one of a run without an end."""
    quarter = max(len(samples) // 4, 1)
    early, late = samples[quarter : 2 * quarter] or samples, samples[-quarter:]
    parts = [
        f"{name} {_mean(early, name):.0f} → {_mean(late, name):.0f}"
        for name in ("megabytes", "files", "threads")
    ]
    return ", ".join(parts)


def _mean(samples: Sequence[Sample], name: str) -> float:
    return float(sum(getattr(sample, name) for sample in samples) / len(samples))


def _entry(line: str) -> dict[str, str]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def draw(path: Path, began: float, telegram: TimedLoopback, bot: BotProcess) -> None:
    """Write a plot of memory, file descriptors and waits over the minutes, a line where the bot ended."""
    import matplotlib  # noqa: PLC0415  # of the extra `training`

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, (memory, files, waits) = pyplot.subplots(3, 1, sharex=True, figsize=(9, 7))
    minutes = [(sample.time - began) / 60 for sample in bot.samples]
    memory.plot(minutes, [sample.megabytes for sample in bot.samples], ".", markersize=3)
    memory.set_ylabel("memory, MB")
    files.plot(minutes, [sample.files for sample in bot.samples], ".", markersize=3, label="files")
    files.plot(minutes, [sample.threads for sample in bot.samples], ".", markersize=3, label="threads")
    files.set_ylabel("open files, threads")
    files.legend(loc="lower right")
    asked, seconds = zip(*telegram.waits(), strict=True)
    waits.semilogy([(moment - began) / 60 for moment in asked], seconds, ".", markersize=2)
    waits.set_ylabel("seconds to the answer")
    waits.set_xlabel("minutes")
    for axes in (memory, files):
        axes.set_ylim(bottom=0)
    for axes in (memory, files, waits):
        for moment, how in bot.ends:
            axes.axvline(
                (moment - began) / 60, color="tab:red" if how == "SIGKILL" else "tab:gray", linewidth=0.8
            )
    figure.tight_layout()
    figure.savefig(path, dpi=110)
