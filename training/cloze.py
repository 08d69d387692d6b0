"""Questions made from plain text: a piece of a sentence is taken out and asked for.

They teach the reader to look for the sentence that shares the question's words, and in it for a
piece of the kind asked for: an amount for 多少, a date for 何时, a person for 谁, a list for 哪些.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from retrieval.reader.decoding import trim
from retrieval.text import sentences
from training.data import Example, is_held_out, news, official_texts

Tagged = tuple[str, str]
Tagger = Callable[[str], list[Tagged]]

_NUMBER = r"[0-9０-９.,〇零一二三四五六七八九十百千]+"
_UNITS = (
    "万亿元|亿美元|万美元|亿欧元|亿元|万元|美元|元|平方公里|平方米|万平方米|公里|千米|米|公斤|吨|万吨|亩|万亩|公顷|"
    "个百分点|%|％|倍|万人次|人次|万人|人|户|家|个|项|条|名|位|件|次|座|所|艘|架|辆|台|套|场|届|岁|天|年|个月|小时|分钟|度"
)
_KINDS: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "date": (
        re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[上下]午)?|\d{4}年(?:[初末底]|[上下]半年)?"),
        ("什么时候", "何时", "哪一年", "哪天", "哪年", "什么时间", "几月几日"),
    ),
    "amount": (
        re.compile(rf"(?:近|约|超过?|逾)?{_NUMBER}[多余]?[万亿]?(?:{_UNITS})"),
        ("多少", "多少", "多少", "几", "多大", "有多少", "是多少"),
    ),
    "work": (
        re.compile(r"《[^《》]{2,24}》"),
        ("什么", "哪部作品", "哪份文件", "哪本书", "什么文件", "哪部法律"),
    ),
    "quoted": (re.compile(r"(?<=“)[^“”]{2,16}(?=”)"), ("什么", "什么称号", "叫什么", "哪个")),
}
_ASKING = {
    "person": ("谁", "谁", "哪位", "什么人", "哪个人", "是谁"),
    "place": ("哪里", "在哪里", "哪个地方", "什么地方", "何处", "哪个城市", "哪个省", "在哪"),
    "organisation": ("哪个机构", "哪家公司", "哪个部门", "谁", "哪个单位", "哪所学校"),
    "list": ("哪些", "哪些", "哪几个", "什么", "有哪些", "包括哪些"),
    "thing": ("什么", "什么", "哪个", "哪种", "是什么"),
}
_NOMINAL = frozenset({"n", "nz", "nt", "ns", "nr", "nrt", "nrfg", "vn", "an", "eng", "l", "j", "ng", "b"})
_NAMES = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation"}
_SKIPPED = frozenset({"uj", "ul", "uz", "ug", "d", "c", "p", "y", "zg", "x", "f", "u"})
_CLAUSE_ENDS = frozenset("，,；;。：:！!？?—")
_JOINTS = frozenset("、和及与")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """A piece of a sentence that can be asked for.

    Attributes:
        start: First character within the sentence.
        end: One past its last character.
        kind: What it is: "amount", "date", "person", "place", "list" …
        unit: The unit of an amount, else "".
    """

    start: int
    end: int
    kind: str
    unit: str = ""


def cloze_examples(data: Path, count: int, seed: int) -> Iterator[Example]:
    """Make questions over news and official texts.

    Args:
        data: The folder of the data.
        count: How many questions.
        seed: The same seed makes the same questions.
    """
    rng = random.Random(seed)
    tagger = _name_tagger()
    passages = list(_passages(data, rng, count))
    made = 0
    while made < count:
        rng.shuffle(passages)
        for title, text in passages:
            example = cloze(text, title, rng, tagger)
            if example:
                yield example
                made += 1
            if made == count:
                return


def _passages(data: Path, rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """(title, text) of passages of one to several paragraphs; two thirds are news."""
    articles = rng.sample(list(news(data)), k=min(count // 3, 60_000))
    official = [(title, text) for title, text in official_texts(data) if len(text) < 60_000]
    for text in articles:
        yield from (("", piece) for piece in _pieces(_close_gaps(text), rng, most=2))
    for title, text in rng.sample(official, k=min(len(official), count // 12)):
        named = re.sub(r"\(.*?\)$", "", title)
        yield from ((named, piece) for piece in _pieces(_close_gaps(text), rng, most=4))


def _close_gaps(text: str) -> str:
    """Take out the spaces that some publishers set between Chinese text and numbers."""
    return re.sub(r"(?<=[^\x00-\x7f]) +(?=\S)|(?<=\S) +(?=[^\x00-\x7f])", "", text).replace("\n\n", "\n")


def _pieces(text: str, rng: random.Random, most: int) -> list[str]:
    """Some runs of whole sentences, each of 120 to 450 characters."""
    pieces, start = [], 0
    size = rng.randint(120, 400)
    for _, end in sentences(text):
        if end - start >= size:
            pieces.append(text[start:end].strip())
            start, size = end, rng.randint(120, 400)
    usable = [piece for piece in pieces if len(piece) <= 500 and not is_held_out(piece)]
    return rng.sample(usable, k=min(most, len(usable)))


def cloze(text: str, title: str, rng: random.Random, tagger: Tagger) -> Example | None:
    """Make one question about a passage, or None where nothing in it can be asked for."""
    usable = [(start, end) for start, end in sentences(text) if 12 <= end - start <= 150]
    rng.shuffle(usable)
    for start, end in usable[:3]:
        sentence = text[start:end]
        words = tagger(sentence)
        gaps = _gaps(sentence, words)
        if not gaps:
            continue
        kind = rng.choice(sorted({gap.kind for gap in gaps}))
        gap = rng.choice([gap for gap in gaps if gap.kind == kind])
        question = _question(sentence, words, gap, rng)
        span = trim(text, start + gap.start, start + gap.end)
        if len(question) < 5 or span[0] == span[1]:
            continue
        if title and rng.random() < 0.4 and len(title) < 24:
            question = title + rng.choice(("", "中", "里")) + question
        answers = (text[slice(*span)],)
        return Example("cloze", question, title, text, spans=(span,), answers=answers)
    return None


def _name_tagger() -> Tagger:
    """jieba's tagger that guesses unknown words: it finds the names of people."""
    import jieba.posseg  # noqa: PLC0415  # reads its dictionary

    jieba.setLogLevel("ERROR")
    return lambda text: [(word.word, word.flag) for word in jieba.posseg.cut(text)]


def _gaps(sentence: str, words: list[Tagged]) -> list[Gap]:
    patterned = [
        Gap(match.start(), match.end(), kind, _unit(match.group()) if kind == "amount" else "")
        for kind, (pattern, _) in _KINDS.items()
        for match in pattern.finditer(sentence)
    ]
    taken = [range(gap.start, gap.end) for gap in patterned]
    others = [gap for gap in _nominal_gaps(words) if not any(gap.start in piece for piece in taken)]
    return [gap for gap in patterned + others if 1 < gap.end - gap.start <= _LONGEST]


def _unit(amount: str) -> str:
    match = re.search(rf"(?:{_UNITS})$", amount)
    return match.group() if match else ""


def _nominal_gaps(words: list[Tagged]) -> Iterator[Gap]:
    """Names, noun phrases, and lists of either."""
    position = index = 0
    while index < len(words):
        start, joints = position, 0
        tags: list[str] = []
        while index < len(words) and (
            words[index][1] in _NOMINAL or (tags and words[index][0] in _JOINTS and _goes_on(words, index))
        ):
            joints += words[index][0] == "、"
            tags.append(words[index][1])
            position += len(words[index][0])
            index += 1
        if joints:
            yield Gap(start, position, "list")
        elif tags and set(tags) <= set(_NAMES):
            yield Gap(start, position, _NAMES[tags[-1]])
        elif tags:
            yield Gap(start, position, "organisation" if tags[-1] == "nt" else "thing")
        else:
            position += len(words[index][0])
            index += 1


def _goes_on(words: list[Tagged], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1][1] in _NOMINAL


def _question(sentence: str, words: list[Tagged], gap: Gap, rng: random.Random) -> str:
    """Ask for the gap with the words around it, some of them dropped, in one of several orders."""
    left, right = _surroundings(words, gap, rng)
    rate = rng.choice((0.05, 0.2, 0.35, 0.5))
    before, after = (_thin(part, rate, rng) for part in (left, right))
    asking = rng.choice(_KINDS[gap.kind][1] if gap.kind in _KINDS else _ASKING[gap.kind])
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
