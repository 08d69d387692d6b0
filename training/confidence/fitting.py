"""The recipe of the decision: `python -m training.decision --data DATA`.

Asks the questions that nothing was trained on (`training.confidence.trials`), fits the logistic model of
`retrieval.confidence` to the spans that come back, and chooses the threshold. What it prints and draws was
measured across two halves of the passages, each with the model that was fitted on the other.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.confidence import FEATURES
from retrieval.reader import load_reader
from training.confidence.trials import ANSWERABLE, KINDS, Trial, held_out, run_trials

OUT = Path("retrieval/weights/decision.json")
_RIDGE = 1.0  # weight of the squared weights beside the log loss, the bias excepted
_BEST = 2
_ROUNDS = 3

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the decision makes of a trial: its kind, how sure the best span is, and whether that is right.

    `weight` makes answerable questions and others count the same, and each kind of the others too. `domain`
    is that of the trial.
    """

    kind: str
    confidence: float
    right: bool
    weight: float
    domain: str = ""


def main() -> None:
    """Fit and write the decision; print and draw how good it is."""
    parser = argparse.ArgumentParser(description="Fit the decision to a reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/")
    parser.add_argument("--reader", help="folder or hub name; without it the one that ships")
    parser.add_argument("--out", type=Path, default=OUT, help="the curve is drawn beside it")
    parser.add_argument(
        "--decline", type=float, default=0.8, help="share of unanswerable questions to decline"
    )
    parser.add_argument("--right", type=float, default=0.8, help="share of sure answers that are right")
    parser.add_argument("--questions", type=int, default=2, help="of each passage")
    parser.add_argument("--workers", type=int, default=2, help="threads")
    arguments = parser.parse_args()
    reader = load_reader(arguments.reader)
    trials = run_trials(held_out(arguments.data), reader, arguments.workers, arguments.questions)
    marks = cross_marks(trials)
    limit = threshold(marks, arguments.decline)
    sure = max(limit, confidence_of(marks, arguments.right))
    print(report(marks, limit))
    weights = fit(trials)
    content = {
        "bias": round(float(weights[0]), 4),
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights[1:], strict=True)},
        "unsure": round(limit, 3),
        "sure": round(sure, 3),
    }
    arguments.out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    draw(marks, limit, arguments.out.with_suffix(".png"))
    print(json.dumps(content))


def fit(trials: Sequence[Trial]) -> Weights:
    """Logistic regression over the two best spans of each trial.

    Which these are, the weights themselves say: the first fit is over all spans. Only the best are ever
    shown, so it is among them that right and wrong must be told apart.

    Returns:
        The bias, then one weight for each of FEATURES.
    """
    shares = _shares(trials)
    weights = _regression([(trial.rows, trial.right, shares[trial.kind]) for trial in trials])
    for _ in range(_ROUNDS - 1):
        best = [(trial, _order(trial, weights)[:_BEST]) for trial in trials]
        weights = _regression([(t.rows[places], t.right[places], shares[t.kind]) for t, places in best])
    return weights


def _shares(trials: Sequence[Trial]) -> dict[str, float]:
    """How much a trial of each kind counts: half of all is answerable, and kinds of the others are equal."""
    counts = {kind: sum(trial.kind == kind for trial in trials) for kind in (ANSWERABLE, *KINDS)}
    others = [kind for kind in KINDS if counts[kind]]
    shares = {kind: len(trials) / (2 * len(others) * counts[kind]) for kind in others}
    return {ANSWERABLE: len(trials) / (2 * max(counts[ANSWERABLE], 1)), **shares}


def _regression(parts: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_], float]]) -> Weights:
    """Logistic regression over parts of (rows, right, what each row counts)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # slow to import

    rows = np.concatenate([rows for rows, _, _ in parts])
    right = np.concatenate([right for _, right, _ in parts])
    counts = np.concatenate([np.full(len(rows), share) for rows, _, share in parts])
    model = LogisticRegression(C=1 / _RIDGE, solver="newton-cholesky", max_iter=200)
    model.fit(rows, right, sample_weight=counts)
    return np.concatenate([model.intercept_, model.coef_[0]])


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
    return chances


def _order(trial: Trial, weights: Weights) -> NDArray[np.int64]:
    """Places of a trial's spans, best first."""
    order: NDArray[np.int64] = np.argsort(-(trial.rows @ weights[1:]), kind="stable")
    return order


def cross_marks(trials: Sequence[Trial]) -> list[Mark]:
    """Mark the trials of each half by what was fitted on the other."""
    shares, marks = _shares(trials), []
    for half in (0, 1):
        weights = fit([trial for trial in trials if trial.half != half])
        for trial in trials:
            if trial.half == half:
                best = _order(trial, weights)[:1]
                confidences = _sigmoid(weights[0] + trial.rows[best] @ weights[1:])
                sure, right = float(confidences.sum()), bool(trial.right[best].any())
                marks.append(Mark(trial.kind, sure, right, shares[trial.kind], trial.domain))
    return marks


def threshold(marks: Sequence[Mark], decline: float) -> float:
    """The lowest confidence below which this share of the unanswerable falls, kinds counted alike."""
    others = sorted((mark.confidence, mark.weight) for mark in marks if mark.kind != ANSWERABLE)
    weights = np.cumsum([weight for _, weight in others])
    return others[int(np.searchsorted(weights, decline * weights[-1]))][0]


def confidence_of(marks: Sequence[Mark], right: float) -> float:
    """The lowest confidence from which this share of the answers is right, by weight."""
    ranked = sorted(marks, key=lambda mark: -mark.confidence)
    weights = np.cumsum([mark.weight for mark in ranked])
    shares = np.cumsum([mark.weight * mark.right for mark in ranked]) / weights
    enough = np.flatnonzero(shares >= right)
    return ranked[int(enough[-1])].confidence if len(enough) else 1.0


def calibration_error(marks: Sequence[Mark]) -> float:
    """Expected calibration error over ten bins: how far confidence is from what is right, 0 to 1."""
    bins = [[mark for mark in marks if int(min(mark.confidence, 0.999) * 10) == n] for n in range(10)]
    whole = sum(mark.weight for mark in marks)
    errors = [
        sum(mark.weight for mark in part) / whole * abs(_confidence(part) - _accuracy(part))
        for part in bins
        if part
    ]
    return sum(errors)


def _confidence(marks: Sequence[Mark]) -> float:
    return float(np.average([mark.confidence for mark in marks], weights=[mark.weight for mark in marks]))


def share(marks: Sequence[Mark], limit: float) -> float:
    """Share of marks that are answered."""
    return float(np.mean([mark.confidence >= limit for mark in marks])) if marks else float("nan")


def report(marks: Sequence[Mark], limit: float) -> str:
    """Markdown tables: what is answered and declined, and how far confidence can be believed."""
    answerable = [mark for mark in marks if mark.kind == ANSWERABLE]
    right = [mark for mark in answerable if mark.right]
    shown = [mark for mark in marks if mark.confidence >= limit]
    lines = [
        f"| threshold {limit:.3f} | questions | |\n|---|---|---|",
        f"| best span right | {len(answerable)} | {len(right) / len(answerable):.3f} |",
        f"| answerable that get an answer | {len(answerable)} | {share(answerable, limit):.3f} |",
        f"| of those whose best span is right | {len(right)} | {share(right, limit):.3f} |",
        f"| answers shown that are right | {len(shown)} | {_accuracy(shown):.3f} |",
    ]
    groups = {kind: [mark for mark in marks if mark.kind == kind] for kind in KINDS}
    declined = {kind: 1 - share(group, limit) for kind, group in groups.items() if group}
    lines += [f"| {kind}, declined | {len(groups[kind])} | {rate:.3f} |" for kind, rate in declined.items()]
    lines += [f"| without an answer, declined | | {np.mean(list(declined.values())):.3f} |", ""]
    lines.append("| threshold | declined | answerable answered | those rightly | shown are right |")
    lines.append("|---|---|---|---|---|")
    for decline in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        at = threshold(marks, decline)
        rightly = share(right, at) * len(right) / len(answerable)
        accuracy = _accuracy([mark for mark in marks if mark.confidence >= at])
        lines.append(
            f"| {at:.3f} | {decline} | {share(answerable, at):.3f} | {rightly:.3f} | {accuracy:.3f} |"
        )
    lines += ["", "| confidence | best spans | mean | right |", "|---|---|---|---|"]
    for low in np.arange(0, 1, 0.1):
        part = [mark for mark in marks if low <= mark.confidence < low + 0.1]
        if part:
            mean, right_share = _confidence(part), _accuracy(part)
            lines.append(f"| {low:.1f} to {low + 0.1:.1f} | {len(part)} | {mean:.2f} | {right_share:.2f} |")
    lines += ["", "| questions of | | answerable answered | declined | calibration error |"]
    lines.append("|---|---|---|---|---|")
    for domain in sorted({mark.domain for mark in marks}):
        part = [mark for mark in marks if mark.domain == domain]
        answered = share([mark for mark in part if mark.kind == ANSWERABLE], limit)
        declined_here = 1 - share([mark for mark in part if mark.kind != ANSWERABLE], limit)
        error = calibration_error(part)
        lines.append(f"| {domain} | {len(part)} | {answered:.3f} | {declined_here:.3f} | {error:.3f} |")
    return "\n".join(lines) + "\n"


def _accuracy(marks: Sequence[Mark]) -> float:
    """Share that is right, by weight."""
    if not marks:
        return float("nan")
    return float(np.average([mark.right for mark in marks], weights=[mark.weight for mark in marks]))


def draw(marks: Sequence[Mark], limit: float, file: Path) -> None:
    """Draw risk over coverage, what is kept over what is declined, and how right each confidence is."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # slow to import

    ranked = sorted(marks, key=lambda mark: -mark.confidence)
    weights = np.array([mark.weight for mark in ranked])
    right = np.array([mark.right for mark in ranked])
    answerable = np.array([mark.kind == ANSWERABLE for mark in ranked])
    given = np.cumsum(weights)
    place = sum(mark.confidence >= limit for mark in ranked) - 1
    kept = np.cumsum(weights * answerable) / (weights * answerable).sum()
    sound = np.cumsum(weights * (answerable & right)) / max((weights * (answerable & right)).sum(), 1e-9)
    declined = 1 - np.cumsum(weights * ~answerable) / (weights * ~answerable).sum()
    figure = Figure(figsize=(10, 3.2), dpi=80, layout="constrained")
    risk, trade, belief = figure.subplots(1, 3)
    risk.plot(given / given[-1], 1 - np.cumsum(weights * right) / given)
    risk.axvline(given[place] / given[-1], color="grey", linestyle=":")
    risk.set(xlabel="share of questions answered", ylabel="share of answers that are wrong", ylim=(0, 1))
    trade.plot(declined, kept, label="all answerable")
    trade.plot(declined, sound, label="best span right")
    trade.axvline(declined[place], color="grey", linestyle=":")
    trade.set(xlabel="unanswerable declined", ylabel="answerable answered", xlim=(0, 1), ylim=(0, 1.02))
    trade.legend(loc="lower left", frameon=False)
    groups = [[m for m in marks if low <= m.confidence < low + 0.1] for low in np.arange(0, 1, 0.1)]
    means = [np.mean([mark.confidence for mark in group]) for group in groups if group]
    belief.plot([0, 1], [0, 1], color="grey", linestyle=":")
    belief.plot(means, [_accuracy(group) for group in groups if group], marker="o")
    belief.set(xlabel="confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    figure.savefig(file)


if __name__ == "__main__":
    main()
