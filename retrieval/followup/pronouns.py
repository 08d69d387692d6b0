"""What pronouns of a follow-up stand for."""

import re

from retrieval.followup.kinds import MOMENTS, PEOPLE, PLACES, THINGS
from retrieval.followup.question import Place, Question, attribute_at_end, nouns_from
from retrieval.text import fold, tagged

_LONGEST_ANSWER = 40  # characters of an answer that a pronoun may stand for
_BODY = re.compile("公司|企业|集团|单位|机构|部门|学校|医院|银行|[局院所]")
_PROJECTION = re.compile("[钱款]|资金|金额")


def filled(previous: Question, answer: str, text: str) -> str:
    """A follow-up with what its first pronoun stands for in its place; as it is where it has none.

    Args:
        previous: The question before it.
        answer: What answered that, or "".
        text: The follow-up.
    """
    folded = fold(text)
    answer = answer.strip() if len(answer.strip()) <= _LONGEST_ANSWER else ""
    if match := MOMENTS.search(folded):
        referent = answer if previous.kind == "time" else ""
        return _put(text, Place(*match.span()), referent) if referent else text
    if match := PLACES.search(folded):
        return _put(text, Place(*match.span()), _place(previous, answer))
    if match := PEOPLE.search(folded):
        return _put(text, Place(*match.span()), person(previous, answer))
    if match := THINGS.search(folded):
        end = nouns_from(folded, match.end())
        referent = _thing(previous, answer, folded[match.end() : end])
        return _put(text, Place(match.start(), end), referent)
    return text


def person(previous: Question, answer: str) -> str:
    """Whom a conversation is about."""
    if asks_for_person(previous) and answer:
        return answer
    start = 0
    for word in tagged(previous.folded):
        if word.tag == "nr" and len(word.text) > 1:
            return previous.text[start : start + len(word.text)]
        start += len(word.text)
    return previous.cut(previous.topic)


def asks_for_person(previous: Question) -> bool:
    """Whether the answer to a question is a person."""
    attribute = attribute_at_end(fold(previous.cut(previous.attribute)))
    return previous.kind == "person" or bool(attribute and attribute[0] == "person")


def _place(previous: Question, answer: str) -> str:
    if previous.kind == "place" and answer:
        return answer
    start = 0
    for word in tagged(previous.folded):
        if word.tag == "ns":
            return previous.text[start : start + len(word.text)]
        start += len(word.text)
    return previous.cut(previous.topic)


def _thing(previous: Question, answer: str, noun: str) -> str:
    """What "this" or "this NOUN" is, the noun folded."""
    topic = previous.cut(previous.topic)
    if not noun or set(noun) & set(fold(topic)):
        return topic
    if _PROJECTION.search(noun) and previous.kind == "quantity":
        return previous.cut(Place(previous.topic.start, (previous.attribute or previous.topic).end))
    asked = noun in _after_asking(previous)
    told = noun[-1] in fold(answer) or (previous.kind == "person" and _BODY.search(noun))
    return answer if answer and (asked or told) else topic


def _after_asking(previous: Question) -> str:
    """A question from the words that ask on, folded."""
    return previous.folded[previous.asking.start :] if previous.asking else ""


def _put(text: str, place: Place, referent: str) -> str:
    return text[: place.start] + referent + text[place.end :] if referent else text
