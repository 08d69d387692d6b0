"""Questions made from plain text: a piece of a sentence is taken out and asked for.

They teach the reader to look for the sentence that shares the question's words, and in it for a
piece of the kind asked for: an amount for 多少, a date for 何时, a person for 谁, a list for 哪些. Where
an article says a thing twice, one of the sentences asks and the other answers, so that the words
differ (recurring spans: Ram et al., 2021).
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

from retrieval.reader.decoding import trim
from retrieval.text import sentences
from training.data import Example, is_held_out, news, official_texts
from training.gaps import NOMINAL, Gap, Tagged, find_gaps

Tagger = Callable[[str], list[Tagged]]

_ASKING = {
    "date": ("什么时候", "何时", "哪一年", "哪天", "哪年", "什么时间", "几月几日"),
    "amount": ("多少", "多少", "多少", "几", "多大", "有多少", "是多少"),
    "work": ("什么", "哪部作品", "哪份文件", "哪本书", "什么文件", "哪部法律"),
    "quoted": ("什么", "什么称号", "叫什么", "哪个"),
    "person": ("谁", "谁", "哪位", "什么人", "哪个人", "是谁"),
    "place": ("哪里", "在哪里", "哪个地方", "什么地方", "何处", "哪个城市", "哪个省", "在哪"),
    "organisation": ("哪个机构", "哪家公司", "哪个部门", "谁", "哪个单位", "哪所学校"),
    "list": ("哪些", "哪些", "哪几个", "什么", "有哪些", "包括哪些"),
    "thing": ("什么", "什么", "哪个", "哪种", "是什么"),
}
_SKIPPED = frozenset({"uj", "ul", "uz", "ug", "d", "c", "p", "y", "zg", "x", "f", "u"})
_CLAUSE_ENDS = frozenset("，,；;。：:！!？?—")
_LONGEST_TEXT, _LONGEST_PIECE, _AROUND = 60_000, 450, 14
_RECURRING, _SHARED = 0.4, 3
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of whole sentences of an article.

    Attributes:
        title: The article's title, or "".
        text: The run.
        rest: The sentences of the article that are not in it.
    """

    title: str
    text: str
    rest: tuple[str, ...]


def cloze_examples(data: Path, count: int, seed: int, workers: int = 3) -> list[Example]:
    """Make questions over news and official texts.

    Args:
        data: The folder of the data.
        count: How many questions.
        seed: The same seed makes the same questions.
        workers: Processes.
    """
    rng = random.Random(seed)
    pieces = list(_articles(data, rng, count))
    made: list[Example] = []
    with ProcessPoolExecutor(workers) as pool:
        while len(made) < count:
            rng.shuffle(pieces)
            wanted = pieces[: count - len(made)]
            parts = [wanted[i : i + 1_000] for i in range(0, len(wanted), 1_000)]
            for examples in pool.map(_ask_each, parts, [rng.random() for _ in parts]):
                made += examples
    return made


def kept_cloze(file: Path, data: Path, count: int, seed: int, workers: int) -> list[Example]:
    """The questions kept in a file, made now where there are none; see `cloze_examples`."""
    if not file.is_file():
        made = cloze_examples(data, count, seed, workers)
        lines = [json.dumps(asdict(example), ensure_ascii=False) for example in made]
        file.write_text("\n".join(lines), encoding="utf-8")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")]
    return [
        Example(**{**row, "spans": tuple(map(tuple, row["spans"])), "answers": tuple(row["answers"])})
        for row in rows
    ]


def _ask_each(pieces: list[Piece], seed: float) -> list[Example]:
    """A question about each piece that one can be made of."""
    rng, tagger = random.Random(seed), _name_tagger()
    asked = []
    for piece in pieces:
        example = recurring(piece, rng, tagger) if rng.random() < _RECURRING else None
        asked.append(example or cloze(piece.text, piece.title, rng, tagger))
    return [example for example in asked if example]


def _articles(data: Path, rng: random.Random, count: int) -> Iterator[Piece]:
    """Pieces of one to several paragraphs; two thirds are news."""
    articles = [text for text in news(data) if not is_held_out(text)]
    official = [
        (title, text)
        for title, text in official_texts(data)
        if len(text) < _LONGEST_TEXT and not is_held_out(text)
    ]
    for text in rng.sample(articles, k=min(count // 3, len(articles))):
        yield from _pieces("", _close_gaps(text), rng, most=3)
    for title, text in rng.sample(official, k=min(len(official), count // 12)):
        yield from _pieces(re.sub(r"\(.*?\)$", "", title), _close_gaps(text), rng, most=5)


def _close_gaps(text: str) -> str:
    """Take out the spaces that some publishers set between Chinese text and numbers."""
    return re.sub(r"(?<=[^\x00-\x7f]) +(?=\S)|(?<=\S) +(?=[^\x00-\x7f])", "", text).replace("\n\n", "\n")


def _pieces(title: str, text: str, rng: random.Random, most: int) -> list[Piece]:
    """Some runs of whole sentences, each of 90 to 400 characters."""
    cut = [text[start:end] for start, end in sentences(text)]
    runs: list[tuple[int, int]] = []
    first, size = 0, rng.randint(90, 320)
    for number in range(len(cut)):
        if sum(map(len, cut[first : number + 1])) >= size:
            runs.append((first, number + 1))
            first, size = number + 1, rng.randint(90, 320)
    pieces = []
    for start, end in rng.sample(runs, k=min(most, len(runs))):
        run = "".join(cut[start:end]).strip()
        if len(run) <= _LONGEST_PIECE and not is_held_out(run):
            rest = cut[max(0, start - _AROUND) : start] + cut[end : end + _AROUND]
            pieces.append(Piece(title, run, tuple(sentence.strip() for sentence in rest)))
    return pieces


def recurring(piece: Piece, rng: random.Random, tagger: Tagger) -> Example | None:
    """Ask with a sentence of the rest for what also stands in the piece, or None where nothing does."""
    within = [(start, set(_telling(tagger(piece.text[start:end])))) for start, end in sentences(piece.text)]
    asking = [sentence for sentence in piece.rest if 12 <= len(sentence) <= 150]
    rng.shuffle(asking)
    for sentence in asking[:8]:
        words = tagger(sentence)
        telling = set(_telling(words))
        gaps = [gap for gap in find_gaps(sentence, words) if _recurs(sentence, gap, piece.text)]
        rng.shuffle(gaps)
        for gap in gaps:
            span = sentence[gap.start : gap.end]
            known = {word for word in telling if word not in span}
            places = [match.start() for match in re.finditer(re.escape(span), piece.text)]
            shared, place = max((_shared(within, place, known), place) for place in places)
            question = _question(sentence, words, gap, rng)
            if shared >= _SHARED and len(question) >= _SHORTEST and span not in question:
                place_end = place + len(span)
                if trim(piece.text, place, place_end) == (place, place_end):
                    return Example("cloze", question, piece.title, piece.text, ((place, place_end),), (span,))
    return None


def _recurs(sentence: str, gap: Gap, text: str) -> bool:
    """Whether a gap's words stand in the text and are no everyday word that does so by chance."""
    return sentence[gap.start : gap.end] in text and (gap.kind != "thing" or gap.end - gap.start > 2)


def _telling(words: list[Tagged]) -> Iterator[str]:
    """Words with a meaning of their own."""
    return (word for word, tag in words if len(word) > 1 and (tag in NOMINAL or tag[0] in "vai"))


def _shared(within: list[tuple[int, set[str]]], place: int, known: set[str]) -> int:
    """How many of the known words the sentence at a place holds."""
    return len(known & [words for start, words in within if start <= place][-1])


def cloze(text: str, title: str, rng: random.Random, tagger: Tagger) -> Example | None:
    """Make one question about a passage, or None where nothing in it can be asked for."""
    usable = [(start, end) for start, end in sentences(text) if 12 <= end - start <= 150]
    rng.shuffle(usable)
    for start, end in usable[:3]:
        sentence = text[start:end]
        words = tagger(sentence)
        gaps = find_gaps(sentence, words)
        if not gaps:
            continue
        kind = rng.choice(sorted({gap.kind for gap in gaps}))
        gap = rng.choice([gap for gap in gaps if gap.kind == kind])
        question = _question(sentence, words, gap, rng)
        span = trim(text, start + gap.start, start + gap.end)
        if len(question) < _SHORTEST or span[0] == span[1]:
            continue
        if title and rng.random() < 0.4 and len(title) < 24:
            question = title + rng.choice(("", "中", "里")) + question
        answers = (text[slice(*span)],)
        return Example("cloze", question, title, text, spans=(span,), answers=answers)
    return None


def _name_tagger() -> Tagger:
    """jieba's tagger that guesses unknown words: it finds the names of people."""
    import rjieba  # noqa: PLC0415  # builds its dictionary on import

    return lambda text: list(rjieba.tag(text, True))


def _question(sentence: str, words: list[Tagged], gap: Gap, rng: random.Random) -> str:
    """Ask for the gap with the words around it, some of them dropped, in one of several orders."""
    left, right = _surroundings(words, gap, rng)
    rate = rng.choice((0.05, 0.2, 0.35, 0.5))
    before, after = (_thin(part, rate, rng) for part in (left, right))
    asking = rng.choice(_ASKING[gap.kind])
    if gap.kind == "amount" and rng.random() < 0.5:
        asking = rng.choice(("多少", "几")) + gap.unit
    elif gap.kind == "thing" and rng.random() < 0.3:
        asking = rng.choice(("什么", "哪个")) + _last_word(words, gap)
    order = rng.random()
    if order < 0.5:
        question = before + asking + after
    elif order < 0.85:
        question = before + after + rng.choice(("", "是", "为")) + asking
    else:
        question = asking + after + before
    return question + rng.choice(("？", "？", "?", ""))


def _surroundings(words: list[Tagged], gap: Gap, rng: random.Random) -> tuple[list[Tagged], list[Tagged]]:
    """The words of the gap's clause before and after it, with neighbouring clauses where it is short."""
    ends = list(accumulate(len(word) for word, _ in words))
    before = [word for word, end in zip(words, ends, strict=True) if end <= gap.start]
    after = [word for word, end in zip(words, ends, strict=True) if end - len(word[0]) >= gap.end]
    left, right = _clause(before[::-1], 1 + (rng.random() < 0.3)), _clause(after, 1)
    if len(left) + len(right) < 4:
        left, right = _clause(before[::-1], 2), _clause(after, 2)
    return left[::-1], right


def _clause(words: list[Tagged], clauses: int) -> list[Tagged]:
    """The words up to the end of so many clauses."""
    kept: list[Tagged] = []
    for word in words:
        if word[0] in _CLAUSE_ENDS:
            clauses -= 1
            if clauses == 0:
                break
        else:
            kept.append(word)
    return kept


def _thin(words: list[Tagged], rate: float, rng: random.Random) -> str:
    """Drop words at the given rate, function words more often."""
    kept = (word for word, tag in words if rng.random() > min(rate * (1.6 if tag in _SKIPPED else 0.8), 0.9))
    return "".join(kept).strip()


def _last_word(words: list[Tagged], gap: Gap) -> str:
    position, last = 0, ""
    for word, _ in words:
        position += len(word)
        if position > gap.end:
            break
        last = word
    return last
