"""The figures as pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.contenders import CONTENDERS
from benchmarks.peers.figures import ALL, Figures, middle, number
from benchmarks.peers.report import by_name

PANELS = (
    ("ms of the processor a question", "processor.p50"),
    ("questions a second of the processor, 16 callers", "many.by_processor"),
    ("indexing, seconds of the processor", "index_processor_s"),
    ("peak memory, MB", "peak_mb"),
)
COLOURS = {
    "ours": "tab:red",
    "bm25s": "tab:blue",
    "rank_bm25": "tab:cyan",
    "haystack": "tab:green",
    "txtai": "tab:orange",
}
MARKERS = ("o", "s", "^", "D", "v")
STYLES = ("-", "--", ":", "-.", (0, (1, 4)))


def draw(runs: Sequence[Figures], folder: Path) -> None:
    """Write costs.png, each figure over the number of passages, and quality.png, recall@1 over time."""
    import matplotlib  # noqa: PLC0415  # of the extra `training`

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    figure, panels = pyplot.subplots(2, 2, figsize=(11, 9))
    for axes, (title, value) in zip(panels.flat, PANELS, strict=True):
        _costs(axes, runs, title, value)
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncol=4, fontsize=8)
    figure.tight_layout(rect=(0, 0.1, 1, 1))
    figure.savefig(folder / "costs.png", dpi=100)
    sizes = sorted({run.passages for run in runs})
    figure, panels = pyplot.subplots(1, len(sizes), figsize=(5.5 * len(sizes), 5), sharey=True, squeeze=False)
    for axes, size in zip(panels.flat, sizes, strict=True):
        _quality(axes, [run for run in runs if run.passages == size], size)
    figure.tight_layout()
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)
    figure.savefig(folder / "quality.png", dpi=100, bbox_inches="tight")
    pyplot.close("all")


def _costs(axes: Any, runs: Sequence[Figures], title: str, value: str) -> None:
    """One number over the number of passages, a line a contender."""
    sizes = sorted({run.passages for run in runs})
    found = {size: by_name(run for run in runs if run.passages == size) for size in sizes}
    drawn = dict[str, int]()
    for contender in CONTENDERS:
        place = drawn[contender.library] = drawn.get(contender.library, -1) + 1
        points = [
            (size, middle(found[size][contender.name])) for size in sizes if contender.name in found[size]
        ]
        if contender.plain or not points:
            continue
        axes.loglog(
            [size for size, _ in points],
            [number(figures, value) for _, figures in points],
            color=COLOURS[contender.library],
            linestyle=STYLES[place],
            marker=MARKERS[place],
            fillstyle="none",
            label=contender.name,
        )
    axes.set_title(title, fontsize=10)
    axes.set_xlabel("passages")


def _quality(axes: Any, runs: Sequence[Figures], size: int) -> None:
    """recall@1 over the processor time of a question, a point a contender; not of those that find nothing."""
    found, drawn = by_name(runs), dict[str, int]()
    for who in CONTENDERS:
        place = drawn[who.library] = drawn.get(who.library, -1) + 1
        if who.plain or who.name not in found:
            continue
        figures = middle(found[who.name])
        marker, colour = MARKERS[place], COLOURS[who.library]
        point = figures.processor.p50, figures.quality[ALL]["recall@1"]
        axes.semilogx(*point, marker, color=colour, label=who.name, fillstyle="none", markersize=8)
    axes.set_title(f"{size:,} passages", fontsize=10)
    axes.set_xlabel("ms of the processor a question")
    axes.set_ylabel("recall@1")
    axes.grid(alpha=0.3)
