"""Parts of what a question is about, nouns with what describes them: 大型犬, 套餐."""

import re
from collections.abc import Iterator

from retrieval.followup.kinds import ENTITY, UNITED
from retrieval.followup.question import Place, Question, attribute_at_end
from retrieval.followup.yes_no import is_person, is_time
from retrieval.search.lexical.terms import is_place
from retrieval.text import Word, fold, tagged

_NOUN_TAGS = ("n", "j", "l", "i", "s", "t", "f", "eng")
_MEASURE_TAGS = ("d", "m", "q", "t", "p", "f", "x", "u")
_BEHIND_TAGS = ("t", "f")
"""Of words that belong to the noun or verb before them: 入职前, 开业当天."""
_DAYS = "日天期"
_CONDITION = re.compile("(?:以?[前后]|期间?|时候?|当天|[内外])$")
_HEAD = 3
"""The likeness of what ends in the same word."""
_OTHER = re.compile("(?:其[他它余]|别|另外)的?(?=.)")
_CODE = re.compile("(?P<letters>[a-z]*)[-_]?[0-9]+[a-z]?")
_CODE_WITHIN = re.compile(f"(?<![a-z0-9]){_CODE.pattern}(?![a-z0-9])")


def is_code(folded: str) -> bool:
    """Whether a text is the code of something: e3, k12, 102."""
    return _CODE.fullmatch(folded) is not None


def code(previous: Question, folded: str) -> Place | None:
    """The code that a code stands instead of: one with the same letters, or else the only one."""
    said = _CODE.fullmatch(folded)
    found = list(_CODE_WITHIN.finditer(previous.folded)) if said else []
    same = [match for match in found if said and match["letters"] == said["letters"]]
    chosen = same[:1] or (found if len(found) == 1 else [])
    return Place(*chosen[0].span()) if chosen else None


def is_named(folded: str) -> bool:
    """Whether a topic holds the name of a person, a place or one thing of its kind."""
    return bool(ENTITY.search(folded)) or any(
        is_place(word) or (word.tag.startswith("nr") and len(word.text) > 1) for word in tagged(folded)
    )


def is_spoken_of(topic: str) -> bool:
    """Whether a conversation goes on about a topic, and then about parts of it: 光谷基金, 公司, 大桥."""
    return is_named(topic) or is_named(f"某某{topic}")


def is_condition(folded: str) -> bool:
    """Whether a phrase says when, or in which case: 周末, 转正以后."""
    words = tagged(folded)
    return bool(_CONDITION.search(folded)) or is_time(folded) or words[-1].tag == "t"


def is_done(folded: str) -> bool:
    """Whether a phrase says what is done to something: 超过30天, 带小孩, but not 充电桩包月."""
    words = tagged(folded)
    is_noun_phrase = len(words) > 1 and words[1].tag.startswith("n") and UNITED.search(words[0].text)
    return len(words) > 1 and words[0].tag.startswith("v") and not is_noun_phrase


def is_measure(topic: str) -> bool:
    """Whether words say only when or how much of something, and are no topic: 最晚, 100米, 一次."""
    return all(word.tag.startswith(_MEASURE_TAGS) for word in tagged(topic))


def is_placed(folded: str) -> bool:
    """Whether a phrase is the name of a place."""
    return any(map(is_place, tagged(folded)))


def other(previous: Question, folded: str) -> Place | None:
    """The part that others stand instead of, 一线城市 for 其他城市; the first where none is like them."""
    said = _OTHER.match(folded)
    topic = parts(previous) if said else []
    return (alike(previous, folded[said.end() :], is_whole=True) or topic[0]) if said and topic else None


def alike(previous: Question, folded: str, *, is_whole: bool = False) -> Place | None:
    """The part of a question's theme that a phrase is like, and so stands instead of; None for none.

    Args:
        previous: The question.
        folded: The phrase. What stands before a part that ends in the same word belongs to that, a name only
            where the phrase has one, too: 南山小学 for 北山小学.
        is_whole: Whether a name belongs to it in any case.
    """
    found, before = None, None
    best = 0
    for place in (theme := parts(previous)):
        if (likeness := _likeness(previous.cut(place), folded)) > best:
            found, best = place, likeness
    if found and best == _HEAD:
        before = next((place for place in theme if place.end == found.start), None)
    extends = before and (is_whole or is_named(folded) or not is_named(fold(previous.cut(before))))
    return Place(before.start, found.end) if found and before and extends else found


def parts(previous: Question) -> list[Place]:
    """The parts of a question's theme."""
    return list(_parts(previous.folded, *previous.theme_at))


def _likeness(part: str, said: str) -> int:
    """How much a part is of the kind of a phrase, 0 for not at all."""
    part = fold(part)
    first, second = tagged(part)[-1].text, tagged(said)[-1].text
    if first == second and len(second) > 1:
        return _HEAD
    if is_person(part) and is_person(said):
        return 2
    if attribute_at_end(said):
        return 0
    if first[-1] == second[-1]:
        return 2
    return (2 if is_condition(part) else int(is_person(part))) if is_condition(said) else 0


def _parts(folded: str, start: int, end: int) -> Iterator[Place]:
    words, place, first = tagged(folded[start:end]), start, start
    is_part = False
    for number, word in enumerate(words):
        place += len(word.text)
        is_part = is_part or word.tag.startswith(_NOUN_TAGS)
        if is_part and not _goes_on(word, words[number + 1 : number + 2]):
            yield Place(start, place)
            start, is_part = place, False
    if start == first < place:
        yield Place(start, place)


def _goes_on(word: Word, after: list[Word]) -> bool:
    """Whether a noun and the word after it are one: 婚 and 假, 开业 and 当天."""
    if not after or word.tag.startswith(_BEHIND_TAGS):
        return False
    both_single = len(word.text) == len(after[0].text) == 1
    noun = after[0].tag.startswith(_NOUN_TAGS)
    single = len(word.text) == 1 or len(after[0].text) == 1
    return both_single or (noun and single) or after[0].text in _DAYS or after[0].tag.startswith(_BEHIND_TAGS)
