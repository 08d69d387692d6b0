"""A picture of a training run."""

import json
from pathlib import Path


def draw_curve(log: Path, picture: Path) -> None:
    """Draw loss and scores over steps from a log of one JSON object a line."""
    import matplotlib as mpl  # noqa: PLC0415  # slow to import, needed now and then

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    figure, axis = plt.subplots(figsize=(8, 4.5))
    losses = [(row["step"], row["loss"]) for row in rows if "loss" in row]
    axis.plot(*zip(*losses, strict=True), color="0.5", label="loss")
    axis.set(xlabel="step", ylabel="loss")
    scores = axis.twinx()
    for name in ("em", "f1", "auc"):
        points = [(row["step"], row[name]) for row in rows if name in row]
        if points:
            scores.plot(*zip(*points, strict=True), marker=".", label=name)
    scores.set(ylabel="held out", ylim=(0, 1))
    figure.legend(loc="upper center", ncols=4)
    figure.tight_layout(rect=(0, 0, 1, 0.94))
    figure.savefig(picture)
    plt.close(figure)
