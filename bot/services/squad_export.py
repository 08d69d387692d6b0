"""Votes of users and unanswered questions as SQuAD 2.0, for evaluation and training."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.storage import Unanswered, Vote

_Place = tuple[str, str, str]  # the question, and the title and text of the passage
_Spans = tuple[tuple[int, int], ...]  # of one answer in that text; an answer of several is a list
_Scores = Mapping[_Place, Mapping[_Spans, int]]  # useful votes less the others


class Kind(StrEnum):
    """How users judged a question."""

    ANSWERABLE = "answerable"
    IMPOSSIBLE = "impossible"
    UNANSWERED = "unanswered"


def as_squad(
    votes: Iterable["Vote"], unanswered: Iterable["Unanswered"], kinds: Container[Kind] = frozenset(Kind)
) -> dict[str, Any]:
    """Votes and unanswered questions in the form of SQuAD 2.0.

    A span is right, or wrong, by the majority of its votes; where they are even it is left out. A question
    with a right span in a passage is answerable there. One that has only wrong spans, wherever it was
    asked, is impossible in their passages, and they are its `plausible_answers`. A list is the stretch from
    its first item to its last, with each of them in `items`. Unanswered questions stand beside `data` under a
    key of their own: they have no passage, and would count in any measure as
    something they are not.

    Args:
        votes: Oldest first.
        unanswered: Questions that found no answer.
        kinds: Which kinds of questions to write.

    Returns:
        The content of the file. It names no user, chat or message.
    """
    articles: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for (_, title, text), kind, qa in _judged_questions(votes):
        if kind in kinds:
            articles[title][text].append(qa)
    missing = unanswered if Kind.UNANSWERED in kinds else ()
    return {
        "version": "v2.0",
        "data": [_article(title, passages) for title, passages in articles.items()],
        "unanswered": [{"id": _id(u.question), "question": u.question, "count": u.count} for u in missing],
    }


def encoded(content: Mapping[str, Any]) -> bytes:
    """What `as_squad` gives as a file: JSON in UTF-8."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def counted(content: Mapping[str, Any]) -> dict[str, int]:
    """How many questions of each kind are in what `as_squad` gives."""
    paragraphs = (paragraph for article in content["data"] for paragraph in article["paragraphs"])
    impossible = [qa["is_impossible"] for paragraph in paragraphs for qa in paragraph["qas"]]
    return {
        Kind.ANSWERABLE: impossible.count(False),
        Kind.IMPOSSIBLE: impossible.count(True),
        Kind.UNANSWERED: len(content["unanswered"]),
    }


def _article(title: str, passages: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "title": title,
        "paragraphs": [{"context": text, "qas": qas} for text, qas in passages.items()],
    }


def _judged_questions(votes: Iterable["Vote"]) -> Iterable[tuple[_Place, Kind, dict[str, Any]]]:
    """Every question with votes, once for each passage that its answers stand in."""
    wording: dict[str, str] = {}
    scores = _scores(votes, wording)
    answered = {place[0] for place, spans in scores.items() if max(spans.values()) > 0}
    for place, spans in scores.items():
        asked = place[0]
        right = [span for span, score in spans.items() if score > 0]
        wrong = [span for span, score in spans.items() if score < 0]
        if right:
            yield place, Kind.ANSWERABLE, _qa(wording[asked], place, right, impossible=False)
        elif wrong and asked not in answered:
            yield place, Kind.IMPOSSIBLE, _qa(wording[asked], place, wrong, impossible=True)


def _scores(votes: Iterable["Vote"], wording: dict[str, str]) -> _Scores:
    """For each question and passage the answers with their votes.

    Args:
        votes: Oldest first.
        wording: Filled with the wording of each question when it was last asked.
    """
    from retrieval.text import alike  # noqa: PLC0415  # `yuanwen --help` does not wait for it

    scores: dict[_Place, dict[_Spans, int]] = defaultdict(lambda: defaultdict(int))
    for vote in votes:
        answer = vote.turn.reply.answers[vote.position]
        asked = alike(vote.turn.understood)
        wording[asked] = vote.turn.understood
        place = (asked, answer.passage.title, answer.passage.text)
        scores[place][answer.spans] += 1 if vote.useful else -1
    return scores


def _qa(question: str, place: _Place, spans: Sequence[_Spans], *, impossible: bool) -> dict[str, Any]:
    text = place[2]
    answers = [_reference(text, span[0][0], span[-1][1]) for span in spans]
    qa = {"id": _id(*place), "question": question, "is_impossible": impossible}
    if impossible:
        return {**qa, "answers": [], "plausible_answers": answers}
    lists = [span for span in spans if len(span) > 1]
    items = {"items": [_reference(text, *piece) for piece in lists[0]]} if lists else {}
    return {**qa, "answers": answers, **items}


def _reference(text: str, start: int, end: int) -> dict[str, Any]:
    return {"text": text[start:end], "answer_start": start}


def _id(*parts: str) -> str:
    """An id that is the same in every export for the same question and passage."""
    from hashlib import blake2b  # noqa: PLC0415

    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()
