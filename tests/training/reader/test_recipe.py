"""Training the reader: what it is taught, that it learns, and what is exported."""

from pathlib import Path

import pytest

from retrieval.documents import Passage
from retrieval.reader import SpanReader, load_reader
from tests.training.backbone import LESSONS, write_backbone

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training.data.examples import Example  # noqa: E402
from training.reader.export import export  # noqa: E402
from training.reader.network import LONGEST, span_logits, span_loss  # noqa: E402
from training.reader.recipe import Recipe, Training, drill, torch_reader  # noqa: E402
from training.reader.shipped import shipped_weights  # noqa: E402

pytestmark = pytest.mark.slow

EXAMPLES = [
    Example(
        "cmrc_train", question, "", text, ((text.index(answer), text.index(answer) + len(answer)),), (answer,)
    )
    for question, text, answer in LESSONS
]


@pytest.fixture
def training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Training:
    monkeypatch.setattr("training.reader.recipe.split", lambda _: (EXAMPLES * 4, EXAMPLES))
    write_backbone(tmp_path / "backbone")
    recipe = Recipe(steps=30, batch=8, rate=1e-3, warmup=5, layers=1, average=0.8)
    return Training(recipe, tmp_path, tmp_path / "backbone", tmp_path / "run", workers=1)


def test_it_learns_goes_on_and_is_exported(training: Training, tmp_path: Path) -> None:
    training.run(save_every=15)
    trained = torch_reader(training.averaged, training.pieces)
    assert sum(best(trained, e) in e.answers for e in EXAMPLES) >= len(EXAMPLES) - 2

    export(tmp_path / "run" / "checkpoint.pt", tmp_path / "backbone", tmp_path / "reader")
    shipped = load_reader(tmp_path / "reader")
    assert isinstance(shipped, SpanReader)
    assert sum(best(shipped, e) == best(trained, e) for e in EXAMPLES) >= len(EXAMPLES) - 1

    torch.save(
        {"averaged": shipped_weights(tmp_path / "backbone", tmp_path / "reader")}, tmp_path / "start.pt"
    )
    again = Training(training.recipe, tmp_path, tmp_path / "backbone", tmp_path / "again", workers=1)
    again.start(tmp_path / "start.pt")
    begun = torch_reader(again.averaged, again.pieces)
    assert sum(best(begun, e) == best(shipped, e) for e in EXAMPLES) >= len(EXAMPLES) - 1

    resumed = Training(training.recipe, tmp_path, tmp_path / "backbone", tmp_path / "run", workers=1)
    resumed.resume()
    assert resumed.step == 30
    for ours, theirs in zip(resumed.averaged.parameters(), training.averaged.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def best(reader: SpanReader, example: Example) -> str:
    (spans,) = reader.read(example.question, [Passage(text=example.text)])
    return example.text[spans[0].start : spans[0].end] if spans else ""


def test_a_drill_points_at_the_pieces_of_the_answer(training: Training) -> None:
    pieces = training.pieces
    made = drill(pieces, EXAMPLES[0], 3)
    assert made
    first, last = (number - made.window.body for number in made.gold)
    start, end = made.window.places[first, 0], made.window.places[last, 1]
    assert EXAMPLES[0].text[start:end] == EXAMPLES[0].answers[0]
    assert made.style == 3


def test_a_drill_without_answer_points_at_nothing(training: Training) -> None:
    example = Example("cmrc_train", "谁？", "", "这里没有人。", ())
    made = drill(training.pieces, example, None)
    assert made
    assert made.gold == (-1, -1)
    assert drill(training.pieces, Example("cmrc_train", "谁？", "", "", ()), None) is None


def test_spans_end_where_they_may() -> None:
    starts, ends = torch.zeros(1, 6), torch.zeros(1, 6)
    allowed = torch.tensor([[False, False, True, True, True, False]])
    spans = span_logits(starts, ends, allowed)
    assert spans.shape == (1, 6, LONGEST)
    possible = {(i, i + k) for _, i, k in (spans > -1).nonzero().tolist()}
    assert possible == {(i, j) for i in range(2, 5) for j in range(i, 5)}


def test_a_near_miss_costs_less_than_another_place_and_none_costs_least_where_nothing_answers() -> None:
    def loss(place: tuple[int, int] | None, gold: tuple[int, int]) -> float:
        spans, nothing = torch.full((1, 20, LONGEST), -9.0), torch.tensor([-9.0 if place else 9.0])
        if place:
            spans[0, place[0], place[1] - place[0]] = 9.0
        return float(span_loss(spans, nothing, torch.tensor([gold])))

    right, near, far, none = (loss(place, (4, 7)) for place in ((4, 7), (4, 6), (12, 14), None))
    assert right < near < far
    assert right < none
    assert loss(None, (-1, -1)) < loss((4, 7), (-1, -1))
