"""Replies as bytes that can be kept, and back, exactly; and without the words of documents that are gone."""

import json
from collections.abc import Callable, Container
from dataclasses import fields
from datetime import date
from typing import Any, Final

from retrieval.documents import Answer, DocumentName, Passage, Reply

_PASSAGE: Final = tuple(field.name for field in fields(Passage))
_NAME: Final = tuple(field.name for field in fields(DocumentName))
_ERASED_TITLE: Final = "…"
"""The title of a passage that was erased: buttons cannot be without a text."""
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def pack(reply: Reply) -> bytes:
    """A reply as JSON in UTF-8. Each passage is in it once, however many answers stand in it."""
    numbers: dict[Passage, int] = {}

    def number(passage: Passage) -> int:
        return numbers.setdefault(passage, len(numbers))

    content = {
        "question": reply.question,
        "understood": reply.understood,
        "understood_from": sorted(reply.understood_from),
        "took_ms": float(reply.took_ms),
        "answer": reply.answer and _packed(reply.answer, number),
        "answers": [_packed(answer, number) for answer in reply.answers],
        "passages": [{name: getattr(passage, name) for name in _PASSAGE} for passage in numbers],
        "within": [{name: getattr(document, name) for name in _NAME} for document in reply.within],
    }
    return _encoded(content)


def unpack(packed: bytes) -> Reply:
    """The reply that was packed, equal to it in every field."""
    content = _decoded(packed)
    passages = [
        Passage(**{**kept, "published": kept["published"] and date.fromisoformat(kept["published"])})
        for kept in content["passages"]
    ]
    return Reply(
        question=content["question"],
        answer=content["answer"] and _unpacked(content["answer"], passages),
        answers=tuple(_unpacked(answer, passages) for answer in content["answers"]),
        took_ms=content["took_ms"],
        understood=content.get("understood", ""),  # those kept long ago have none, nor the next two
        understood_from=frozenset(content.get("understood_from", ())),
        within=tuple(DocumentName(**kept) for kept in content.get("within", ())),
    )


def erased(packed: bytes, passages: Container[int]) -> bytes:
    """A packed reply without the words of some passages.

    Its answers keep their places, on which buttons and votes rely: those in these passages are empty. A
    question that was understood with their words is again what was asked.

    Args:
        packed: The reply.
        passages: Ids of the passages.
    """
    content = _decoded(packed)
    if any(id_ in passages for id_ in content.get("understood_from", ())):
        content.update(understood=content["question"], understood_from=[])
    numbers = {number for number, kept in enumerate(content["passages"]) if kept["id"] in passages}
    for number in numbers:
        empty = {"text": "", "title": _ERASED_TITLE, "source": "", "path": "", "published": None}
        content["passages"][number].update(empty)
    for document in content.get("within", ()) if numbers else ():
        document.update(title=_ERASED_TITLE, source="")
    for answer in filter(None, (content["answer"], *content["answers"])):
        if answer["passage"] in numbers:
            answer.update(text="", start=0, end=0, spans=[])
        answer["also"] = [number for number in answer["also"] if number not in numbers]
    return _encoded(content)


def _encoded(content: dict[str, Any]) -> bytes:
    # Half a surrogate pair is no UTF-8; it is kept as it came all the same.
    return _ENCODER.encode(content).encode("utf-8", "surrogatepass")


def _decoded(packed: bytes) -> Any:
    return json.loads(packed.decode("utf-8", "surrogatepass"))


def _packed(answer: Answer, number: Callable[[Passage], int]) -> dict[str, Any]:
    return {
        "text": answer.text,
        "confidence": float(answer.confidence),
        "passage": number(answer.passage),
        "start": int(answer.start),
        "end": int(answer.end),
        "also": [number(passage) for passage in answer.also],
        "spans": [[int(start), int(end)] for start, end in answer.spans],
        "band": answer.band,
    }


def _unpacked(kept: dict[str, Any], passages: list[Passage]) -> Answer:
    places = {"passage": passages[kept["passage"]], "also": tuple(passages[i] for i in kept["also"])}
    spans = tuple((start, end) for start, end in kept.get("spans", ()))  # those kept long ago have one
    return Answer(**{**kept, **places, "spans": spans})
