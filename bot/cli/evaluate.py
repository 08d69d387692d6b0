"""`yuanwen eval`: measures reading, retrieval and answering on SQuAD files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.language import say
from bot.settings import Settings
from embeddings.loading import load_encoder
from embeddings.protocol import Progress
from retrieval.confidence import Decision
from retrieval.errors import EvaluationError
from retrieval.evaluation.measures import Corpus, measure_answering, measure_reading, measure_retrieval
from retrieval.evaluation.squad import Context, read_squad
from retrieval.reader import load_reader
from retrieval.search.passage_index import Way

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What to measure.

    Attributes:
        task: "reading", "retrieval" or "answering".
        files: SQuAD JSON files with the questions.
        distractors: More files, whose passages only are used.
        way: How retrieval searches.
        declining: Whether the engine may decline.
    """

    task: str
    files: tuple[Path, ...]
    distractors: tuple[Path, ...] = ()
    way: Way = "fused"
    declining: bool = False


def measure(order: EvaluationRequest, settings: Settings, progress: Progress) -> dict[str, object]:
    """Measure, and sum up in the form of `eval --json`.

    Raises:
        EvaluationError: A file cannot be read, or holds no question.
    """
    contexts = _read(order.files)
    total = sum(len(context.questions) for context in contexts)
    if not total:
        files = say("list-comma").join(map(str, order.files))
        raise EvaluationError(say("eval-no-question", files=files))
    step = _count(progress, total)
    if order.task == "reading":
        reader = load_reader(settings.reader)
        return measure_reading(contexts, reader, declining=order.declining, step=step).summary()
    corpus = Corpus([*contexts, *_read(order.distractors)], load_encoder(settings.encoder), progress)
    if order.task == "retrieval":
        return measure_retrieval(contexts, corpus, way=order.way, step=step).summary()
    reader = load_reader(settings.reader)
    decision = Decision.of(settings.reader).with_threshold(settings.threshold)
    return measure_answering(
        contexts, corpus, reader, decision, declining=order.declining, step=step
    ).summary()


def as_table(summary: dict[str, object]) -> "Table":
    """The summary as a table, a row for each figure."""
    from rich.table import Table  # noqa: PLC0415  # only where something is printed

    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in _flat(summary):
        table.add_row(name, f"{value:.4f}" if isinstance(value, float) else str(value))
    return table


def _flat(summary: dict[str, object], prefix: str = "") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for name, value in summary.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{name} ")
        else:
            rows.append((f"{prefix}{name}", value))
    return rows


def _read(files: Sequence[Path]) -> list[Context]:
    return [context for file in files for context in read_squad(file)]


def _count(progress: Progress, total: int) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    return step
