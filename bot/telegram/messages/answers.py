"""Answers as text in Telegram's HTML. Pure: a `Reply` of the engine goes in, HTML comes out.

The bot's own words are in the language of the asker; words of documents stay as they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.telegram.messages.citation import beside, origin, percent, titles, unlinked
from bot.telegram.messages.html import Html, bold, escaped, folded, joined, quoted
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import (
    clean,
    clip,
    closing,
    excerpt,
    one_line,
    opening,
    units,
)
from retrieval.documents import Answer, Passage, Reply
from retrieval.faq import is_faq
from retrieval.search.ranking.nearest import is_foreign, nearest

MESSAGE_UNITS: Final = 4096
"""The longest text of a message, in UTF-16 code units without markup."""

ANSWERS: Final = 5
"""The most answers to one question that can be paged through."""

CHOICES: Final = 10
"""The most results of an inline query."""

_GAP_UNITS = len("\n\n") * 3
_SPAN_UNITS = 600
_NAME_UNITS = 120
_TITLE_UNITS = 100
_SOURCES = 5
_SOURCES_UNITS = 1500
_LINE_UNITS = 160
_LEAD_UNITS = 30  # before an answer in the description of an inline result


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """The text of a message.

    Attributes:
        html: The text, at most `MESSAGE_UNITS` long without markup.
        found: Whether it has an answer.
    """

    html: Html
    found: bool


@dataclass(frozen=True, slots=True)
class InlineChoice:
    """One result of an inline query.

    Attributes:
        title: The answer.
        description: Title of its document and the sentence around it.
        html: The message that is sent when it is chosen; begins with the question.
    """

    title: str
    description: str
    html: Html


def render(
    reply: Reply,
    translator: Translator,
    *,
    understood: str = "",
    position: int = 0,
    around: Sequence[Passage] = (),
    asked: bool = False,
) -> AnswerMessage:
    """The message that answers a question: an answer with its passage and source, or that there is none.

    Args:
        reply: The reply of the engine.
        translator: The language of the bot's words.
        understood: The question that a follow-up was understood as; "" for other questions.
        position: Which of the answers to show, from 0.
        around: The passage and its neighbours in reading order, to show the passage among them.
        asked: Whether to begin with the question, for a message that is no reply.
    """
    heading = _heading(reply, understood, translator)
    if reply.answer is None:
        return AnswerMessage(
            joined([escaped(heading), _missing_with_lines(reply, translator)], "\n\n"), found=False
        )
    if asked:
        heading = "\n".join(
            filter(None, (_asked(reply.question, translator), _heading(reply, "", translator)))
        )
    elif position:
        count = min(len(reply.answers), ANSWERS)
        other = translator.plain("other-answer", number=position + 1, count=count)
        heading = "\n".join(filter(None, (heading, other)))
    answer = reply.answers[position]
    if answer.band != "sure":
        heading = "\n".join(filter(None, (heading, translator.plain("unsure"))))
    return AnswerMessage(_found(answer, translator, heading, around), found=True)


def _heading(reply: Reply, understood: str, translator: Translator) -> str:
    """Where was looked, if not everywhere, and what a question was understood as; "" for neither."""
    within = translator.plain("only-in", names=titles(reply.within)) if reply.within else ""
    return "\n".join(
        filter(None, (within, translator.plain("understood", question=understood) if understood else ""))
    )


def render_nearest(passage: Passage, translator: Translator) -> Html:
    """The message that shows one of the nearest passages where there is no answer, with nothing marked."""
    foot = "\n".join(filter(None, (name(passage), _whereabouts(passage, translator))))
    head = bold(translator.plain("not-found"))
    room = MESSAGE_UNITS - units(head + foot) - _GAP_UNITS
    quote = quoted(excerpt(clean(passage.text), 0, 0, room))
    return joined([head, joined([quote, escaped(foot)])], "\n\n")


def render_choices(reply: Reply, translator: Translator) -> tuple[InlineChoice, ...]:
    """The results of an inline query: the first `CHOICES` of `reply.answers`, or none for no answer."""
    if reply.answer is None:
        return ()
    return tuple(
        InlineChoice(
            title=clip(one_line(_title(answer, translator)), _TITLE_UNITS),
            description=_description(answer),
            html=render(reply, translator, position=position, asked=True).html,
        )
        for position, answer in enumerate(reply.answers[:CHOICES])
    )


def _description(answer: Answer) -> str:
    """The title of an answer's document, and its words from the sentence of the answer on, in one line."""
    text = clean(answer.passage.text)
    begins = opening(text, answer.start, _LEAD_UNITS)
    return _beside_title(answer.passage, begins.sign + text[begins.start :])


def _beside_title(passage: Passage, words: str) -> str:
    """The title of a passage, and words of it, in one line."""
    title = origin(_title_of(passage), "") or clip(one_line(passage.source), _NAME_UNITS)
    return beside(title, clip(one_line(words), _LINE_UNITS))


def _title(answer: Answer, translator: Translator) -> str:
    """An answer as the title of a result, marked where it is not sure."""
    text = clean(answer.text)
    return text if answer.band == "sure" else translator.plain("inline-unsure", answer=text)


def render_missing(reply: Reply, translator: Translator) -> InlineChoice:
    """The result of an inline query where nothing was found; it shows what comes nearest."""
    translator = in_english(reply, translator)
    near = next(iter(nearest(reply)), None)
    hint = translator.plain("inline-missing")
    return InlineChoice(
        title=translator.plain("not-found"),
        description=_beside_title(near.passage, near.line) if near else hint,
        html=joined(
            [escaped(_asked(reply.question, translator)), _missing_inline(reply, translator)], "\n\n"
        ),
    )


def _found(answer: Answer, translator: Translator, heading: str = "", around: Sequence[Passage] = ()) -> Html:
    passage, offset = _with_neighbours(answer, around)
    start, end = offset + answer.start, offset + answer.spans[-1][1]
    span = clip(clean(answer.text), _SPAN_UNITS)
    span += closing(span)
    foot = "\n".join(_sources(answer, translator))
    room = MESSAGE_UNITS - units(heading + span + foot) - _GAP_UNITS
    if is_faq(answer.passage) and span == clean(passage):
        return joined([escaped(heading), bold(span), escaped(foot)], "\n\n")
    marks = [(s - answer.start, e - answer.start) for s, e in answer.spans]
    if around:  # whoever asked for it sees it at once
        quote = quoted(excerpt(clean(passage), start, end, room), marks, is_folded=False)
    else:
        quote = folded(clean(passage), (start, end), marks, room)
    return joined([escaped(heading), bold(span), joined([quote, escaped(foot)])], "\n\n")


def _with_neighbours(answer: Answer, around: Sequence[Passage]) -> tuple[str, int]:
    """The text of an answer's passage with its neighbours, and the offset of the passage in it."""
    places = [place for place, passage in enumerate(around) if passage.id == answer.passage.id]
    if not places:
        return answer.passage.text, 0
    before = "".join(f"{passage.text}\n" for passage in around[: places[0]])
    return "\n".join(passage.text for passage in around), len(before)


def _missing(reply: Reply, translator: Translator) -> Html:
    """The words that nothing was found, and what to do."""
    hint = translator.say("not-found-english") if is_foreign(reply) else translator.say("not-found-hint")
    return joined([bold(translator.plain("not-found")), hint])


def in_english(reply: Reply, translator: Translator) -> Translator:
    """English for whoever asked in English and found nothing, else the translator that is given."""
    return Translator(Language.ENGLISH) if is_foreign(reply) else translator


def _missing_with_lines(reply: Reply, translator: Translator) -> Html:
    """The same, with the nearest passages, which buttons of the same numbers show."""
    return _with_nearest(reply, translator, translator.say("nearest-buttons"), are_numbered=True)


def _missing_inline(reply: Reply, translator: Translator) -> Html:
    """The same for a message without buttons."""
    return _with_nearest(reply, translator, translator.say("nearest"))


def _with_nearest(reply: Reply, translator: Translator, heading: Html, *, are_numbered: bool = False) -> Html:
    """That nothing was found, with name and nearest line of each of the nearest passages."""
    lines = [_missing(reply, translator)]
    if found := nearest(reply):
        lines.append(Html(f"\n{heading}"))
    for number, near in enumerate(found, 1):
        sign = f"{number}." if are_numbered else "·"
        said = clip(one_line(near.line), _LINE_UNITS)
        lines += [escaped(f"{sign} {name(near.passage)}"), escaped(said)]
    return joined(lines)


def _asked(question: str, translator: Translator) -> str:
    return translator.plain("asked", question=question.strip())


def _sources(answer: Answer, translator: Translator) -> list[str]:
    """The lines under a passage: title, file, date and page, and other places that say the same."""
    own, passage = name(answer.passage), answer.passage
    if is_faq(passage) and passage.published:
        lines = [origin(_title_of(passage), ""), translator.plain("faq-source", day=passage.published)]
    else:
        lines = [*filter(None, (own, _whereabouts(passage, translator), _recognised(passage, translator)))]
    mine, *places = (_dated(place, translator) for place in (passage, *answer.also))
    others = [place for place in dict.fromkeys(places) if place not in {"", mine}]
    named = list(_fitting(others[:_SOURCES], _SOURCES_UNITS))
    if others:
        lines += ["", translator.plain("also-in"), *named]
    if len(others) > len(named):
        lines.append(translator.plain("more-places", count=len(others)))
    return lines


def _dated(passage: Passage, translator: Translator) -> str:
    """Title, file and date of a passage in one line."""
    day = translator.plain("published", day=passage.published) if passage.published else ""
    return beside(name(passage), day)


def _whereabouts(passage: Passage, translator: Translator) -> str:
    """Date and page in one line, "" where neither is known."""
    return beside(
        translator.plain("published", day=passage.published) if passage.published else "",
        translator.plain("page", page=passage.page) if passage.page is not None else "",
    )


def _recognised(passage: Passage, translator: Translator) -> str:
    """That a passage was recognised in a picture, and how surely; "" where it was not."""
    if passage.recognised is None:
        return ""
    return translator.plain("recognised", percent=percent(passage.recognised))


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    """The first lines that fit into `room` units together."""
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            return
        yield line


def name(passage: Passage) -> str:
    """Title and file of a passage in one line, each clipped."""
    return origin(_title_of(passage), unlinked(clip(one_line(passage.source), _NAME_UNITS)))


def _title_of(passage: Passage) -> str:
    return clip(one_line(passage.title), _NAME_UNITS)
