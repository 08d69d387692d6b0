"""`yuanwen feedback`: what users said of answers, for measuring and training."""

import json
import os
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.state import Unanswered, Vote


class Kind(StrEnum):
    """What is said of a question."""

    ANSWERABLE = "answerable"
    IMPOSSIBLE = "impossible"
    UNANSWERED = "unanswered"


_Place = tuple[str, str, str]  # what was asked, the passage's title, and its text
_Span = tuple[int, str]

app = typer.Typer(help="What users said of answers, and what found none.", no_args_is_help=True)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")],
    only: Annotated[
        list[Kind] | None,
        typer.Option(help="Write these questions only; may be repeated."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")
    ] = False,
) -> None:
    """Write votes and unanswered questions as SQuAD JSON."""
    import asyncio  # noqa: PLC0415

    from bot.settings import load_settings  # noqa: PLC0415

    votes, unanswered = asyncio.run(_collected(load_settings(context.obj).home))
    content = as_squad(votes, unanswered, only or list(Kind))
    _write(file, content, force=force)
    counts = {kind: _count(content, kind) for kind in Kind}
    if as_json:
        typer.echo(json.dumps({"path": str(file.resolve()), **counts}, ensure_ascii=False))
    else:
        typer.echo(f"{file}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()), err=True)


def as_squad(
    votes: Iterable["Vote"], unanswered: Iterable["Unanswered"], kinds: Container[Kind] = frozenset(Kind)
) -> dict[str, Any]:
    """Votes and unanswered questions in the form of SQuAD 2.0.

    A span is right, or wrong, by the majority of its votes; where they are even it is left out. A question
    with a right span in a passage is answerable there. One that has only wrong spans, wherever it was
    asked, is impossible in their passages, and they are its `plausible_answers`. Unanswered questions stand
    beside `data` under a key of their own: they have no passage, and would count in any measure as
    something they are not.

    Args:
        votes: Oldest first.
        unanswered: Questions that found no answer.
        kinds: Which kinds of questions to write.

    Returns:
        The content of the file. It names no user, chat or message.
    """
    wording: dict[str, str] = {}
    scores = _scores(votes, wording)
    answered = {place[0] for place, spans in scores.items() if max(spans.values()) > 0}
    articles: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for place, spans in scores.items():
        asked, title, text = place
        right = [span for span, score in spans.items() if score > 0]
        wrong = [span for span, score in spans.items() if score < 0]
        if right and Kind.ANSWERABLE in kinds:
            articles[title][text].append(_qa(wording[asked], place, right, impossible=False))
        elif wrong and asked not in answered and Kind.IMPOSSIBLE in kinds:
            articles[title][text].append(_qa(wording[asked], place, wrong, impossible=True))
    missing = unanswered if Kind.UNANSWERED in kinds else ()
    return {
        "version": "v2.0",
        "data": [
            {"title": title, "paragraphs": [{"context": text, "qas": qas} for text, qas in passages.items()]}
            for title, passages in articles.items()
        ],
        "unanswered": [{"id": _id(u.question), "question": u.question, "count": u.count} for u in missing],
    }


def encoded(content: dict[str, Any]) -> bytes:
    """The file itself, of what `as_squad` gives: JSON in UTF-8."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


async def _collected(home: Path) -> tuple[list["Vote"], list["Unanswered"]]:
    from bot.state import State, StateError  # noqa: PLC0415
    from bot.state.state import FILE  # noqa: PLC0415

    if not (home / FILE).is_file():
        raise StateError(f"{home / FILE} is not there: no bot has run in this home. Choose another --home.")
    state = State.open(home)
    try:
        return await state.votes.all(), await state.figures.unanswered()
    finally:
        await state.close()


def _scores(votes: Iterable["Vote"], wording: dict[str, str]) -> dict[_Place, dict[_Span, int]]:
    """For each question and passage the spans with their votes, useful ones less the others."""
    from bot.state import alike  # noqa: PLC0415

    scores: dict[_Place, dict[_Span, int]] = defaultdict(lambda: defaultdict(int))
    for vote in votes:
        answer = vote.turn.reply.answers[vote.position]
        asked = alike(vote.turn.understood)
        wording[asked] = vote.turn.understood
        place = (asked, answer.passage.title, answer.passage.text)
        scores[place][answer.start, answer.text] += 1 if vote.useful else -1
    return scores


def _qa(question: str, place: _Place, spans: Sequence[_Span], *, impossible: bool) -> dict[str, Any]:
    answers = [{"text": text, "answer_start": start} for start, text in spans]
    qa = {"id": _id(*place), "question": question, "is_impossible": impossible}
    if impossible:
        return {**qa, "answers": [], "plausible_answers": answers}
    return {**qa, "answers": answers}


def _id(*parts: str) -> str:
    """The same in every export for the same question about the same passage."""
    from hashlib import blake2b  # noqa: PLC0415

    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _count(content: dict[str, Any], kind: Kind) -> int:
    if kind is Kind.UNANSWERED:
        return len(content["unanswered"])
    paragraphs = (paragraph for article in content["data"] for paragraph in article["paragraphs"])
    impossible = kind is Kind.IMPOSSIBLE
    return sum(qa["is_impossible"] is impossible for paragraph in paragraphs for qa in paragraph["qas"])


def _write(file: Path, content: dict[str, Any], *, force: bool) -> None:
    """Write the whole file, or leave what is there."""
    from bot.state import StateError  # noqa: PLC0415

    if file.exists() and not force:
        raise StateError(f"{file} is there already. Choose another name, or replace it with --force.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(encoded(content))
        draft.replace(file)
    except OSError as error:
        raise StateError(
            f"{file} cannot be written: {error.strerror}. Check the folder and the space left."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
