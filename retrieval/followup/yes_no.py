"""Follow-ups of questions that yes or no answers: 小孩呢 after 可以带宠物吗."""

import re
from collections.abc import Iterator

from retrieval.followup.kinds import TIMES
from retrieval.followup.objects import EATEN, creature, done, is_done_at, may_be_object, object_in, verb_again
from retrieval.followup.question import Place
from retrieval.text import Word, fold, tagged

_ENDS = re.compile("(?:吗|(?<![什怎这那])么|不|没有?)$")
_CHOICE = re.compile(r"(?P<said>[\u4e00-\u9fff])[不没](?P=said)|是否|能否|可否|有无")
_HELPING = re.compile(
    "不?可以|不?能够?|允许|需要|必须|应该|不?要|不?会|用|得|准|让|许|可|也|都|还|又|再|是|有|的|了|提供|办理?|进行|"
    "[能可会要]?[带开进去吃喝用停坐养穿抽玩退换交收给买包]"  # the dictionary holds some of these as words
)
"""Verbs that say little: what something is asked of is their subject or their object."""
_DEVICE = re.compile("[宝桩器机炉锅壶]")
"""With a verb before it, the name of a thing: 充电宝."""
_NOUN_TAGS = ("n", "l", "i", "j", "b", "eng")
_PERSON = re.compile("(?:[员人者工生师童孩娃户客妇友男女属胎]|子女|家长|领导|经理|主管|主任|总监)$")
_HEADS = ("间房室舍寓", "卡券票证包")
"""The last characters of things that are alike: 四人学生公寓 stands instead of 单人间, not of its 空调."""
_TIME = re.compile(
    "(?:星期|周|礼拜)[一二三四五六日天末]|节假?日|[寒暑]?假期?|工作日|平时|[早中晚]上|中午|[上下]午|夜[里间]|.*[天日]"
)


def is_yes_no(question: str) -> bool:
    """Whether yes or no answers a folded question without the marks and particles at its end."""
    return bool(_ENDS.search(question) or _CHOICE.search(question))


def asked_of_other(question: str, fragment: str) -> str:
    """A question that yes or no answers, asked of something else.

    Args:
        question: As `is_yes_no` tells it, as it was written.
        fragment: What it is asked of, in either script.

    Returns:
        With the fragment in place of the word that is most of its kind, objects before others; in front of
        the question where there is none.
    """
    said, folded = fold(fragment), fold(question)
    if is_time(said):
        place = next((place for word, place in _told(folded) if is_time(word.text)), None)
        place = place or _behind_subject(folded)
    else:
        told = (_object(*each, said) for each in _told(folded))
        places = {
            place: 0 if place.start and is_done_at(word.text, said) else _likeness(word, said)
            for word, place in told
            if not is_time(word.text)
        }
        first = -1 if tagged(said)[0].tag.startswith("v") else 1  # 请假要扣钱吗: 退课 is what is done first
        place = max(places, key=lambda each: (places[each], first * each.start), default=None)
        if place and places[place] < 1 + (is_person(said) and "带" not in folded):
            place = None
        place = creature(folded, said) or (not is_person(said) and done(folded, said)) or place
    start, end = place or Place(0, 0)
    start = verb_again(folded, start, said)
    return question[:start] + fragment + question[end:]


def _told(folded: str) -> Iterator[tuple[Word, Place]]:
    """The words that say something; nouns that follow each other are one, of the kind of the last."""
    end = len(folded) - len(match[0]) if (match := _ENDS.search(folded)) else len(folded)
    choice = _CHOICE.search(folded)
    found: list[tuple[Word, Place]] = []
    start = 0
    for word in tagged(folded[:end]):
        place = Place(start, start := start + len(word.text))
        if _HELPING.fullmatch(word.text) or (choice and choice.start() <= place.start < choice.end()):
            continue
        if found and found[-1][1].end == place.start and _is_compound(found[-1][0], word):
            place = Place(found.pop()[1].start, place.end)
        found.append((Word(folded[place.start : place.end], word.tag), place))
    yield from found


def _object(word: Word, place: Place, said: str) -> tuple[Word, Place]:
    """A word, or the object within it alone where a fragment may be an object, too: 猫 of 养猫."""
    is_thing = EATEN.fullmatch(said) or (_is_thing(said) and may_be_object(said))
    start = object_in(word.text, said) if is_thing and not is_person(said) else 0
    return (Word(word.text[start:], "n"), Place(place.start + start, place.end)) if start else (word, place)


def _is_thing(said: str) -> bool:
    """Whether a fragment is a noun, or ends with one."""
    *before, last = tagged(said)
    return is_noun(last) or (len(last.text) == 1 and any(map(is_noun, before)))  # 课程 and 包


def _likeness(word: Word, said: str) -> int:
    """How much a word is of the kind of a fragment, 0 for not at all."""
    same = is_noun(word) == (_is_thing(said) or EATEN.fullmatch(said) is not None)
    people = is_person(word.text) and is_person(said)
    heads = any(word.text[-1] in kind and said[-1] in kind for kind in _HEADS)
    return same + people + heads + 2 * (word.text[-1] == said[-1])


def _behind_subject(folded: str) -> Place | None:
    """Where a time stands: behind the first noun, if the question begins with that."""
    first = next(_told(folded), None)
    if first is None or first[1].start or not is_noun(first[0]):
        return None
    return Place(first[1].end, first[1].end)


def _is_compound(first: Word, second: Word) -> bool:
    both = is_noun(first) and is_noun(second) and len(first.text) > 1
    if first.tag.startswith("v") and len(first.text) > 1 and _DEVICE.fullmatch(second.text):
        return True
    return both or (is_noun(second) and len(first.text) == len(second.text) == 1)


def is_noun(word: Word) -> bool:
    """Whether a word is a noun, or used like one."""
    return word.tag.startswith(_NOUN_TAGS)


def is_person(folded: str) -> bool:
    """Whether a noun phrase names a kind of people: 新员工."""
    return bool(_PERSON.search(folded))


def is_time(text: str) -> bool:
    """Whether a folded text says when: 周末, 2023年."""
    return bool(TIMES.fullmatch(text) or _TIME.fullmatch(text))
