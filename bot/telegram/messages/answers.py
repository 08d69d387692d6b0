"""Answers as text in Telegram's HTML. Pure: a `Reply` of the engine goes in, HTML comes out.

The bot's own words are in the language of the asker; words of documents stay as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.telegram.messages.citation import (
    NAME_UNITS,
    beside,
    brief_title,
    name,
    sources,
    titles,
    whereabouts,
)
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
from retrieval.everyday.several import is_answered_in_part
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
_SPAN_UNITS_OF_SEVERAL = 300
_LEAST_UNITS = 60  # of a passage
_TITLE_UNITS = 100
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


def render_one_of_several(reply: Reply, translator: Translator, understood: str, limit: int) -> Html:
    """The part of a message that answers one of several questions: what was asked, and its answer.

    Args:
        reply: The reply of the engine.
        translator: The language of the bot's words.
        understood: The question that a follow-up was understood as; "" for other questions.
        limit: About how long it may be.
    """
    heading = "\n".join(
        filter(None, (_asked(reply.question, translator), _heading(reply, understood, translator)))
    )
    if reply.answer is None:
        return joined([escaped(heading), bold(translator.plain("not-found"))])
    if reply.answer.band != "sure":
        heading = f"{heading}\n{translator.plain('unsure')}"
    alone = replace(reply.answer, also=())
    return _found(alone, translator, heading, limit=limit, span_limit=_SPAN_UNITS_OF_SEVERAL)


def _heading(reply: Reply, understood: str, translator: Translator) -> str:
    """Where was looked, if not everywhere, what a question was understood as, and that it asks for several.

    "" for none of these.
    """
    lines = [
        translator.plain("only-in", names=titles(reply.within)) if reply.within else "",
        translator.plain("understood", question=understood) if understood else "",
        translator.plain("one-of-several") if is_answered_in_part(reply) else "",
    ]
    return "\n".join(filter(None, lines))


def render_nearest(passage: Passage, translator: Translator) -> Html:
    """The message that shows one of the nearest passages where there is no answer, with nothing marked."""
    foot = "\n".join(filter(None, (name(passage), whereabouts(passage, translator))))
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
    title = brief_title(passage) or clip(one_line(passage.source), NAME_UNITS)
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


def _found(
    answer: Answer,
    translator: Translator,
    heading: str = "",
    around: Sequence[Passage] = (),
    *,
    limit: int = MESSAGE_UNITS,
    span_limit: int = _SPAN_UNITS,
) -> Html:
    """An answer with heading, passage and source in about `limit` units, its words in `span_limit`."""
    passage, offset = _with_neighbours(answer, around)
    start, end = offset + answer.start, offset + answer.spans[-1][1]
    span = clip(clean(answer.text), span_limit)
    span += closing(span)
    foot = "\n".join(sources(answer, translator))
    room = max(_LEAST_UNITS, limit - units(heading + span + foot) - _GAP_UNITS)
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
