"""Several questions in one message: 年假几天？婚假几天？"""

import re
from typing import Final

from retrieval.documents import Reply
from retrieval.everyday.courtesy import without_courtesy
from retrieval.everyday.joined import apart
from retrieval.sentences import whole_sentences
from retrieval.text import fold

_LONGEST: Final = 300
"""Characters; what is longer tells a story, and its questions belong together."""
_QUOTES: Final = ("“”", "‘’", "「」", "『』")

_ASKS: Final = re.compile(
    r"什么|几|多少|哪|谁|怎|何|啥|咋|多[久大长高远快重]|吗|是否|能否|可否|(.)[不没]\1|有没有|"
    r"\b(?:what|when|where|which|who|whose|how|why)\b"
)
_FRAGMENT: Final = re.compile(r"\w呢[？?]\s*$")
"""What follows up the question before it: 婚假呢？"""
_REMARK: Final = re.compile(
    "(?:那|这)?(?:真的|是|是这样|对|好|行|可以|有)吗|(?:为|凭)什么|怎么(?:办|回事|说)|什么(?:意思|情况)|是不是|对不对|行不行|what|why|how"
)
_OF_EACH: Final = re.compile(
    "[和与跟及、].*(?:分别|各(?:自|是|有|为|要|占|需|收)*(?:多少|几|什么|谁|哪|何|怎))"
)


def questions_in(said: str) -> tuple[str, ...]:
    """The questions of a message whose sentences each ask something by themselves, or join such questions.

    Args:
        said: In either script, or in English.

    Returns:
        The sentences in order, without thanks and greetings, and those that join several questions in parts:
        房租多少，押金多少, 婚假和产假分别几天. None where the message is one question, however many sentences
        it has.
    """
    if len(said) > _LONGEST:
        return ()
    sentences = [said[slice(*place)] for place in whole_sentences(said)]
    asked = [each for sentence in sentences if without_courtesy(sentence) for each in _questions_of(sentence)]
    if len(asked) < 2 or not _asks(asked[0]):
        return ()
    return tuple(asked) if all(_asks(other) or _FRAGMENT.search(other) for other in asked[1:]) else ()


def is_answered_in_part(reply: Reply) -> bool:
    """Whether a reply may have answered one of several things that were asked; False for a list."""
    if reply.answer is not None and len(reply.answer.spans) > 1:
        return False
    return len(questions_in(reply.question)) > 1 or asks_of_each(reply.question)


def asks_of_each(question: str) -> bool:
    """Whether a question asks the same of several things: 押金和月租分别是多少."""
    return _OF_EACH.search(fold(question)) is not None


def _questions_of(sentence: str) -> tuple[str, ...]:
    return apart(sentence) or (sentence,)


def _asks(sentence: str) -> bool:
    """Whether a sentence is a question that can be asked alone: 真的吗？ and half a quotation cannot."""
    if any(sentence.count(opening) != sentence.count(closing) for opening, closing in _QUOTES):
        return False
    core = re.sub(r"\W+$", "", fold(without_courtesy(sentence)))
    return bool(_ASKS.search(core)) and not _REMARK.fullmatch(core) and _ends_as_question(sentence)


def _ends_as_question(sentence: str) -> bool:
    """Whether a sentence ends in a question mark, or in nothing, as the last of a message may."""
    return bool(re.search(r"[？?][”’」』\"')）\s]*$|\w$", sentence))
