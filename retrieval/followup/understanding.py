"""Completes a follow-up from the question before it."""

import re

from retrieval.followup.dependence import is_fragment
from retrieval.followup.fragments import asked_of
from retrieval.followup.kinds import ASKS, MORE, TALK, TRAITS, core_of
from retrieval.followup.objects import EATEN
from retrieval.followup.parts import is_measure, is_spoken_of
from retrieval.followup.pronouns import asks_for_person, filled, person
from retrieval.followup.question import Question, attribute_at_end, is_entity, leaning
from retrieval.followup.yes_no import asked_of_other, is_yes_no
from retrieval.search.lexical.terms import is_about_something, is_name
from retrieval.text import fold, tagged

LONGEST = 300
"""Characters of a completed question, at most."""

_LONGEST_PREVIOUS = 200  # characters, as all of these
_LONGEST_FOLLOW_UP = 60
_LONGEST_FRAGMENT = 12
_LONGEST_ANSWER = 40
_BARE = "的在是到给"
_POINTING = re.compile("^[这那该本](?:[个座家位条项笔份支本]|(?=基金|公司|项目|合同))")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def understood(previous: str, answer: str, follow_up: str) -> str:
    """A follow-up as a complete question: 首期呢 → 光谷基金首期规模多少. The likeliest of its `readings`."""
    return readings(previous, answer, follow_up)[0]


def readings(previous: str, answer: str, follow_up: str) -> tuple[str, ...]:
    """The complete questions that a follow-up may stand for, the likeliest first; two if words do not tell.

    Missing parts are taken from the question before it: pronouns become its topic or its answer, bare
    question words get its topic, and a fragment replaces the part of the same kind.

    Args:
        previous: The question before it, in full, in either script.
        answer: What answered it, or "".
        follow_up: The reply, in either script.

    Returns:
        Questions of `LONGEST` characters at most. A reply that is complete by itself, or asks nothing, comes
        back as it is, and so does one to a question that cannot be taken apart. One that may be complete
        comes back both as it is and completed.
    """
    said = follow_up.strip()
    if len(said) > _LONGEST_FOLLOW_UP or len(previous) > _LONGEST_PREVIOUS or not _CHINESE.search(previous):
        return (said[:LONGEST],)
    before = Question.parse(_POINTING.sub("", core_of(previous.strip())))
    core = core_of(said)
    if not core or is_talk(core):
        return (said,)
    if before.topic.end == before.topic.start:
        if is_yes_no(before.folded) and not _asks(core):
            return _of_fragment(before, core) or (said,)
        return (_done_otherwise(before, core) or said,)
    if MORE.fullmatch(fold(core)):
        return (before.text,)
    found = _completed(before, answer.strip(), core, said) or (said,)
    return tuple(dict.fromkeys(reading[:LONGEST] for reading in found))


def is_of_other(previous: str, follow_up: str) -> bool:
    """Whether a follow-up only names something else to ask the question before it of: 首期呢."""
    core = core_of(follow_up.strip())
    return not (_asks(core) or MORE.fullmatch(fold(core)) or fold(core) in fold(previous))


def is_talk(said: str) -> bool:
    """Whether a text, in either script, is thanks, a greeting or the like, and asks nothing: 谢谢！"""
    return TALK.fullmatch(fold(core_of(said.strip()))) is not None


def _asks(core: str) -> bool:
    """Whether a follow-up holds words that ask."""
    return bool(ASKS.search(fold(core))) or fold(core).endswith("吗")


def _completed(previous: Question, answer: str, core: str, said: str) -> tuple[str, ...]:
    whole = filled(previous, answer, core)
    if whole != core:
        return (whole,)
    if not _asks(core):
        return _of_fragment(previous, core if EATEN.fullmatch(fold(core)) else core.removesuffix("的"))
    if asks_for_person(previous) and answer and TRAITS.search(fold(core)):
        return (person(previous, answer) + core,)
    if not is_about_something(core) or not _says_more(core):
        return (_asked_otherwise(previous, answer, core),)
    if name := _only_name(previous, core):
        return asked_of(previous, name)
    return _whole_or_joined(previous, _of_topic(previous, core, said), said)


def _whole_or_joined(previous: Question, joined: str, said: str) -> tuple[str, ...]:
    """A follow-up with a topic before it, and as it is, where it may be complete by itself.

    What has a name goes on being spoken of: 望江生态园. What is asked after other things seldom is of these.
    """
    folded, topic = fold(core_of(said)), fold(previous.cut(previous.topic))
    if joined == said or is_fragment(said):
        return (joined,)
    said_before = (word.text.strip(_BARE) in previous.folded for word in tagged(ASKS.sub("", folded)))
    if all(said_before):
        return (joined,)
    if not is_spoken_of(topic):
        return said, joined
    asks = ASKS.search(folded)
    subject = folded[: asks.start()] if asks else ""
    depends = attribute_at_end(subject[: len(subject) - leaning(subject)])
    return (joined,) if depends else (joined, said)


def _done_otherwise(previous: Question, core: str) -> str:
    """A question that begins with what asks, of something else: 怎么换货, 几点恢复; "" where it is none."""
    asking, folded = previous.asking, fold(core)
    if asking is None or asking.start or asking.end == len(previous.text) or _asks(core):
        return ""
    bound = previous.kind == "person" or fold(previous.cut(asking)).startswith("怎")
    if all(word.tag.startswith("v") for word in tagged(folded)) or folded[-1] == previous.folded[-1]:
        return previous.cut(asking) + core
    return "" if bound else core + previous.text


def _of_fragment(previous: Question, fragment: str) -> tuple[str, ...]:
    """The previous question, asked of what a fragment names; nothing where it is too long for one."""
    if not 0 < len(fragment) <= _LONGEST_FRAGMENT:
        return ()
    if is_yes_no(previous.folded) and (previous.attribute is None or previous.folded.startswith("可不可以")):
        return (asked_of_other(previous.text, fragment),)
    return asked_of(previous, fragment)


def _says_more(core: str) -> bool:
    """Whether a follow-up says anything beside the words that ask."""
    rest = ASKS.sub("", fold(core))
    return any(character not in _BARE for character in rest)


def _asked_otherwise(previous: Question, answer: str, core: str) -> str:
    """The previous question with other words that ask: 在哪里落幕 → 什么时候落幕."""
    topic = previous.theme
    asking = previous.asking
    asks = ASKS.search(fold(core))
    reason = asks and asks.lastgroup == "reason"
    if reason and asking and 0 < len(answer) <= _LONGEST_ANSWER and previous.kind not in {"time", "place"}:
        return core + previous.replaced(asking, answer)
    if asking is None or not previous.predicate or previous.kind == "quantity":
        return topic + core
    folded = previous.folded
    if asking.start < previous.topic.start:
        verb = previous.text[asking.end : previous.topic.start]
        return f"{topic}{core}{verb.rstrip('了')}" if fold(verb) != "是" else topic + core
    start = asking.start
    while start > previous.topic.end and folded[start - 1] in "在是由从于":
        start -= 1
    return previous.text[:start] + core + previous.text[asking.end :]


def _only_name(previous: Question, core: str) -> str:
    """The name in a follow-up that says nothing else that is new: 合肥有多少家."""
    folded = fold(core)
    asks = ASKS.search(folded)
    if asks is None:
        return ""
    subject = folded[: asks.start()].rstrip("的是有在")
    rest = folded[len(subject) :]
    words = tagged(subject)
    named = len(words) == 1 and is_name(words[0])
    return (
        core[: len(subject)] if named and subject not in previous.folded and rest in previous.folded else ""
    )


def _of_topic(previous: Question, core: str, said: str) -> str:
    """A follow-up that asks by itself, of the topic if it names none."""
    folded, topic = fold(core), previous.cut(previous.topic)
    if is_measure(fold(topic)):
        return said
    asks = ASKS.search(folded)
    before = folded[: asks.start()] if asks else folded
    subject = before[: len(before) - leaning(before)]
    if not subject:
        counted = previous.cut(previous.asked) if folded.startswith(("哪", "具体")) else ""
        return said if _asks_of_another(previous, folded) else previous.theme + counted + core
    if fold(topic) in folded:
        return said
    if head := _head(fold(topic), folded):
        return topic + core[head:]
    if _is_complete(previous, subject):
        return said
    of = (
        "的"
        if "的" in previous.text[previous.topic.end : (previous.attribute or previous.topic).start]
        else ""
    )
    return topic + (of if attribute_at_end(subject) else "") + core


def _asks_of_another(previous: Question, folded: str) -> bool:
    """Whether a follow-up that begins with 谁, 哪 or 为什么 names what the previous question does not."""
    asks = ASKS.match(folded)
    if asks is None or not (asks["person"] or asks["reason"] or asks[0].startswith("哪")):
        return False
    return any(
        is_name(word) and not word.text.isdigit() and word.text not in previous.folded
        for word in tagged(folded[asks.end() :])
    )


def _is_complete(previous: Question, subject: str) -> bool:
    """Whether a subject, folded, is one of its own and no part or attribute of the topic."""
    before, of, _ = subject.partition("的")
    own = before if of else subject
    found = attribute_at_end(own)
    if found:
        own = own[: found[1]]
    return bool(own) and own not in previous.folded and is_entity(own)


def _head(topic: str, folded: str) -> int:
    """How many characters a follow-up begins with that the topic ends with: 基金, 联盟, 中心."""
    lengths = (n for n in range(min(len(topic), len(folded)), 1, -1) if topic.endswith(folded[:n]))
    return next(lengths, 0)
