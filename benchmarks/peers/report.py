"""The figures as a page of tables."""

import math
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.peers.contenders import CONTENDERS, FUSED, OURS, WORDS, contender
from benchmarks.peers.figures import ALL, Figures, middle, number, ratio

_FOLDER = Path(__file__).parent

Runs = dict[str, list[Figures]]
"""The runs of each contender, one a round."""

SPEEDS = (
    ("index s", "index_processor_s", ".1f"),
    ("p50 ms", "processor.p50", ".2f"),
    ("p95 ms", "processor.p95", ".2f"),
    ("a second, 1 caller", "one.by_processor", ".0f"),
    ("16 callers", "many.by_processor", ".0f"),
    ("peak MB", "peak_mb", ".0f"),
)
CLOCKS = (
    ("index s", "index_s", ".1f"),
    ("p50 ms", "clock.p50", ".2f"),
    ("p95 ms", "clock.p95", ".2f"),
    ("a second, 1 caller", "one.by_clock", ".0f"),
    ("16 callers", "many.by_clock", ".0f"),
)
"""Columns, of processor time and by the clock: title, number of `Figures`, format."""

MEASURES = ("recall@1", "recall@5", "recall@20", "mrr@10")


FIGURES = (
    *((measure, measure, ".3f", True) for measure in MEASURES),
    *((title, value, form, "by_" in value) for title, value, form in SPEEDS),
)
"""All that is compared: title, name, format, and whether more is better."""

SIZES = (1_000, 10_000, 100_000)
"""Numbers of passages that are measured unless told otherwise."""

OURS_ALL = {who.name for who in CONTENDERS if who.library == OURS}


def report(runs: Sequence[Figures], own: Sequence[Figures] = ()) -> str:
    """The whole page.

    Args:
        runs: What was measured, by size, round and contender.
        own: Runs in which each system embedded its passages itself.
    """
    text = _FOLDER.joinpath("method.md").read_text(encoding="utf-8")
    findings = _FOLDER.joinpath("findings.md").read_text(encoding="utf-8")
    found = {size: by_name(run for run in runs if run.passages == size) for size in _sizes(runs)}
    parts = [text.format(machine=machine(), versions=versions(runs), scope=scope(found)).rstrip()]
    parts += ["## Where others are better", *(better(runs_of, size) for size, runs_of in found.items())]
    for size, runs_of in found.items():
        parts += [
            f"## {size:,} passages",
            quality_table(runs_of),
            "By processor time:",
            speed_table(runs_of, SPEEDS),
        ]
        parts += ["By the clock:", speed_table(runs_of, CLOCKS)]
    parts += ["## By kind of question", groups_table(found[_groups_at(runs)])]
    if own:
        parts += ["## Indexing with embedding", own_table(own)]
    return "\n\n".join([*parts, findings.rstrip()]) + "\n"


def scope(found: dict[int, Runs]) -> str:
    """What was measured and what not, by size."""
    lines = []
    for size in sorted({*SIZES, *found}):
        held = found.get(size, {})
        missing = [who.name for who in CONTENDERS if who.name not in held and not who.plain]
        rounds = max((len(runs) for runs in held.values()), default=0)
        told = f"{len(held)} systems, {rounds} {'round' if rounds == 1 else 'rounds'}" if held else "nothing"
        without = f"; not *{'*, *'.join(missing)}*" if held and missing else ""
        lines.append(f"- {size:,} passages: {told}{without}")
    return "\n".join(lines)


def by_name(runs: Iterable[Figures]) -> Runs:
    """The runs of one size by contender, in the order of `CONTENDERS`."""
    found: Runs = {who.name: [] for who in CONTENDERS}
    for run in runs:
        found[run.name].append(run)
    return {name: held for name, held in found.items() if held}


def quality_table(found: Runs) -> str:
    """What each finds, the best of each column in bold."""
    rows = {name: runs[0].quality[ALL] for name, runs in found.items()}
    most = max(row["n"] for row in rows.values())
    best = {key: max(row[key] for row in rows.values() if row["n"] == most) for key in MEASURES}
    lines = ["| | questions | " + " | ".join(MEASURES) + " |", "|---|---|" + "---|" * len(MEASURES)]
    for name, row in rows.items():
        cells = [
            f"**{_share(row[key])}**" if row[key] == best[key] and row["n"] == most else _share(row[key])
            for key in MEASURES
        ]
        lines.append(f"| {name} | {row['n']:.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def speed_table(found: Runs, columns: Sequence[tuple[str, str, str]]) -> str:
    """Times and memory, each with its ratio to ours in the same rounds.

    Args:
        found: The runs of one size.
        columns: Their titles, numbers and formats, as in `SPEEDS`.
    """
    titles = [title for title, _, _ in columns]
    lines = ["| | " + " | ".join(titles) + " |", "|---|" + "---|" * len(titles)]
    for name, runs in found.items():
        summary, ours = middle(runs), found.get(ours_for(name), [])
        cells = []
        for _, value, form in columns:
            cell = format(number(summary, value), form)
            if ours and ours is not runs:
                cell += f" ({_times(ratio(runs, ours, value))})"
            cells.append(cell)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def better(found: Runs, size: int) -> str:
    """For each figure the peers that are better than ours of the same kind, those with the best first."""
    lines = []
    for title, value, form, most in FIGURES:
        names = [name for name in found if _beats(found, name, value, most=most)]
        names.sort(key=lambda name: _value(found[name], value), reverse=most)
        cells = [
            f"{name} {_value(found[name], value):{form}} (ours {_value(found[ours_for(name)], value):{form}})"
            for name in names
        ]
        if cells:
            lines.append(f"- {title}: " + ", ".join(cells))
    return f"Among {size:,} passages:\n\n" + ("\n".join(lines) or "- none in any figure")


def _beats(found: Runs, name: str, value: str, *, most: bool) -> bool:
    """Whether a peer is better by more than chance: two standard errors of a share, a twentieth of a time."""
    ours = found.get(ours_for(name), [])
    if not ours or name in OURS_ALL:
        return False
    if value not in MEASURES and contender(name).plain:
        return False  # it is quick where it finds little
    theirs, mine = _value(found[name], value), _value(ours, value)
    if value in MEASURES:
        if found[name][0].quality[ALL]["n"] != ours[0].quality[ALL]["n"]:
            return False
        return theirs > mine + 2 * math.sqrt(mine * (1 - mine) / ours[0].quality[ALL]["n"])
    share = ratio(found[name], ours, value)
    return share > 1.05 if most else share < 0.95


def _value(runs: Sequence[Figures], value: str) -> float:
    return runs[0].quality[ALL][value] if value in MEASURES else number(middle(runs), value)


def groups_table(found: Runs) -> str:
    """recall@1 and recall@20 for each group of questions."""
    first = next(iter(found.values()))[0].quality
    groups = [name for name in first if name != ALL]
    most = first[ALL]["n"]
    heads = [f"{name} ({first[name]['n']:.0f})" for name in groups]
    lines = ["| recall@1 / @20 | " + " | ".join(heads) + " |", "|---|" + "---|" * len(groups)]
    for name, runs in found.items():
        quality = runs[0].quality
        if quality[ALL]["n"] == most:
            cells = [f"{_share(quality[g]['recall@1'])} / {_share(quality[g]['recall@20'])}" for g in groups]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def own_table(own: Sequence[Figures]) -> str:
    """Indexing where each system calls the encoder itself."""
    ours = next((run for run in own if run.name == FUSED), None)
    lines = ["| | passages | index s | of the processor | peak MB |", "|---|---|---|---|---|"]
    for run in own:
        cells = [f"{run.index_s:.0f}", f"{run.index_processor_s:.0f}", f"{run.peak_mb:.0f}"]
        if ours and ours is not run:
            pairs = ("index_s", "index_processor_s", "peak_mb")
            cells = [
                f"{cell} ({_times(ratio([run], [ours], value))})"
                for cell, value in zip(cells, pairs, strict=True)
            ]
        lines.append(f"| {run.name} | {run.passages:,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ours_for(name: str) -> str:
    """The one of ours that a contender is compared with."""
    return FUSED if contender(name).vectors else WORDS


def versions(runs: Sequence[Figures]) -> str:
    """The libraries with their versions, as a sentence has them."""
    found = {contender(run.name).library: run.version for run in runs if run.version}
    return ", ".join(f"{library} {version}" for library, version in found.items())


def machine() -> str:
    """The processor's cores and what they know, and Python."""
    flags = _processor_flags()
    known = next(
        (name for name in ("amx_int8", "avx512_vnni", "avx_vnni", "avx512f", "avx2") if name in flags), ""
    )
    names = {
        "amx_int8": "AMX",
        "avx512_vnni": "AVX-512 with VNNI",
        "avx_vnni": "AVX with VNNI",
        "avx512f": "AVX-512",
    }
    knowing = f" that know {names.get(known, known.upper())}" if known else ""
    return f"{os.cpu_count()} cores{knowing}, {platform.system()}, Python {platform.python_version()}"


def _processor_flags() -> set[str]:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return set(next((line for line in lines if line.startswith("flags")), "").split())


def _groups_at(runs: Sequence[Figures]) -> int:
    """The greatest size at which vectors were compared, as all systems are there."""
    return max(_sizes([run for run in runs if contender(run.name).vectors] or runs))


def _sizes(runs: Sequence[Figures]) -> list[int]:
    return sorted({run.passages for run in runs})


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value < 1 else "1.000"


def _times(value: float) -> str:
    return f"× {value:.2g}" if value < 10 else f"× {value:.0f}"
