"""The reader's recipe in small: a network learns, exports, and scores the same without torch."""

# ruff: noqa: S311  # numbers for tests, no secrets

import json
import random
import zlib
from pathlib import Path

import numpy as np
import pytest

from retrieval.documents import Passage
from retrieval.reader import ConvolutionalReader, load_reader
from retrieval.reader.features import Vocabulary
from retrieval.reader.words import WordVectors
from retrieval.text import fold
from training.data import Example

torch = pytest.importorskip("torch", reason="training needs torch: pip install yuanwen[training]")

from training.batches import collate  # noqa: E402
from training.export import export, export_checkpoints  # noqa: E402
from training.loss import span_loss  # noqa: E402
from training.model import ReaderNetwork, Shape, in_style  # noqa: E402
from training.reader import Recipe, Training  # noqa: E402
from training.vocabulary import build_vocabulary  # noqa: E402

FRUITS = ("苹果", "香蕉", "葡萄", "桃子", "西瓜", "草莓")
DIMENSIONS = 4


def price_list(rng: random.Random) -> Example:
    """A question about one of several prices."""
    fruits = rng.sample(FRUITS, 3)
    prices = [f"{rng.randint(2, 99)}元" for _ in fruits]
    text = "。".join(f"{fruit}每斤{price}" for fruit, price in zip(fruits, prices, strict=True)) + "。"
    start = text.index(f"{fruits[1]}每斤{prices[1]}") + len(fruits[1]) + 2
    return Example(
        "made", f"{fruits[1]}每斤多少钱？", "水果价格", text, ((start, start + len(prices[1])),), (prices[1],)
    )


def fruit_vectors() -> WordVectors:
    """Vectors of the fruits, at random."""
    vectors = np.random.default_rng(1).standard_normal((len(FRUITS), DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return WordVectors(np.array(sorted(zlib.crc32(fruit.encode()) for fruit in FRUITS), np.uint32), vectors)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    rng = random.Random(1)
    return build_vocabulary([price_list(rng) for _ in range(50)], [], fruit_vectors())


@pytest.fixture(scope="module")
def network(vocabulary: Vocabulary) -> ReaderNetwork:
    """A tiny network after a few steps, in evaluation mode."""
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng = random.Random(1)
    network = ReaderNetwork(small(vocabulary), dropout=0.0, styles=2)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for _ in range(40):
        examples = [price_list(rng) for _ in range(8)]
        pairs = [vocabulary.pair(e.question, e.text, e.title) for e in examples]
        spans, null = network(collate(pairs), torch.ones(len(pairs), dtype=torch.long))
        loss = span_loss(spans, null, examples, [pair.body for pair in pairs])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 2
    return network.eval()


def small(vocabulary: Vocabulary) -> Shape:
    return Shape(
        characters=len(vocabulary.characters) + 2,
        tags=len(vocabulary.tags) + 2,
        hidden=16,
        heads=2,
        dilations=((1, 2), (1,)),
        longest=12,
        rank=8,
        word_size=DIMENSIONS,
        character_size=8,
        tag_size=8,
        boundary_size=4,
        bigram_size=4,
    )


def exported(
    folder: Path, network: ReaderNetwork, vocabulary: Vocabulary, *, quantise: bool
) -> ConvolutionalReader:
    weights = in_style(network.state_dict(), [1])
    export(folder, network.shape.as_dict(), vocabulary, weights, quantise=quantise)
    reader = load_reader(folder)
    assert isinstance(reader, ConvolutionalReader)
    return reader


def test_numpy_scores_as_torch_does(network: ReaderNetwork, vocabulary: Vocabulary, tmp_path: Path) -> None:
    reader = exported(tmp_path, network, vocabulary, quantise=False)
    rng = random.Random(2)
    examples = [price_list(rng) for _ in range(5)]
    pairs = [vocabulary.pair(e.question, e.text * (1 + n), e.title * (n % 2)) for n, e in enumerate(examples)]
    pairs += [vocabulary.pair("价", "元"), vocabulary.pair("苹果多少钱", "三元", "苹果")]
    pairs += [vocabulary.pair("苹果" * 30, "苹果每斤三元，" * 10 + "香蕉" * size) for size in (0, 7, 29)]
    with torch.no_grad():
        spans, null = network(collate(pairs), torch.ones(len(pairs), dtype=torch.long))
    assert network.style.weight[1].abs().max() > 0
    for row, pair in enumerate(pairs):
        expected = (spans[row, pair.body : len(pair.passage)] - null[row]).numpy()
        odds = reader.network(pair)
        assert odds.shape == expected.shape
        possible = expected > -1e3
        assert (possible == (odds > -1e3)).all()
        np.testing.assert_allclose(odds[possible], expected[possible], atol=1e-3)


def test_rounding_to_int8_changes_little(
    network: ReaderNetwork, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    exact = exported(tmp_path / "float", network, vocabulary, quantise=False)
    rounded = exported(tmp_path / "int8", network, vocabulary, quantise=True)
    example = price_list(random.Random(3))
    pair = vocabulary.pair(example.question, example.text, example.title)
    before, after = exact.network(pair), rounded.network(pair)
    possible = before > -1e3
    assert np.abs(before - after)[possible].max() < 0.5
    assert before.argmax() == after.argmax()


def test_passages_are_read_each_for_itself(
    network: ReaderNetwork, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    reader = exported(tmp_path, network, vocabulary, quantise=True)
    rng = random.Random(6)
    examples = [price_list(rng) for _ in range(4)]
    passages = [Passage(text=example.text, title=example.title) for example in examples]
    question = examples[0].question
    together = reader.read(question, passages)
    assert together == reader.read(question, passages)
    assert together[::-1] == reader.read(question, passages[::-1])
    assert together == [reader.read(question, [passage])[0] for passage in passages]
    untitled = [Passage(text=passage.text) for passage in passages]
    assert together != reader.read(question, untitled)


def test_what_was_learnt_is_read(network: ReaderNetwork, vocabulary: Vocabulary, tmp_path: Path) -> None:
    reader = exported(tmp_path, network, vocabulary, quantise=True)
    rng = random.Random(4)
    right = 0
    for example in [price_list(rng) for _ in range(20)]:
        (spans,) = reader.read(example.question, [Passage(text=example.text, title=example.title)])
        right += example.text[spans[0].start : spans[0].end] == example.answers[0]
    assert right >= 12


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_run_keeps_checkpoints_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    made = [price_list(rng) for _ in range(80)]
    examples = [Example("cmrc_train", e.question, e.title, e.text, e.spans, e.answers) for e in made]
    monkeypatch.setattr("training.reader.split", lambda _: (examples[:70], examples[70:]))
    monkeypatch.setattr("training.cloze.cloze_examples", lambda *_: examples[:20])
    monkeypatch.setattr("training.words.train_words", lambda *_: fruit_vectors())
    monkeypatch.setattr("training.words.read_texts", lambda _: [])
    recipe = Recipe(minutes=0.01, cloze_minutes=0.002, batch=4, hidden=16)
    first = Training(recipe, tmp_path, tmp_path / "run", workers=2)
    first.run()
    assert first.step > 0
    again = Training(recipe, tmp_path, tmp_path / "run", workers=1)
    again.resume()
    assert again.step == first.step
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert {"step", "em", "f1", "auc"} <= set(log[-1])
    assert (tmp_path / "run" / "curve.png").is_file()
    kept = sorted((tmp_path / "run").glob("averaged-*.pt"))
    assert kept
    export_checkpoints([*kept, tmp_path / "run" / "checkpoint.pt"], tmp_path / "reader")
    reader = load_reader(tmp_path / "reader")
    assert isinstance(reader, ConvolutionalReader)
    assert reader.vocabulary.characters == again.vocabulary.characters
    assert fold("苹果")[0] in reader.vocabulary.characters
    np.testing.assert_array_equal(reader.vocabulary.words.hashes, fruit_vectors().hashes)
