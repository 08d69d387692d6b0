"""Follow-ups that do not ask by themselves: 首期呢, 那合肥的呢, 2022年呢."""

import re
from collections.abc import Iterator, Sequence

from retrieval.followup.acts import act
from retrieval.followup.kinds import (
    BARE_TERM,
    COUNTED,
    DEFAULT_ASKING,
    ENTITY,
    NUMBER,
    ORDINAL,
    PHASES,
    TIMES,
    UNITED,
)
from retrieval.followup.objects import creature, stops, supplied
from retrieval.followup.parts import (
    alike,
    code,
    is_condition,
    is_done,
    is_measure,
    is_named,
    is_placed,
    is_spoken_of,
    other,
    parts,
)
from retrieval.followup.question import Place, Question, attribute_at_end, holds_name, is_entity
from retrieval.followup.roles import role
from retrieval.followup.yes_no import is_person
from retrieval.search.lexical.terms import is_name, is_place
from retrieval.text import Word, fold, tagged

_MOST_READINGS = 2
_ALIKE = 2  # characters at the start that make two topics alike
_LONGEST_PERSON = 4  # characters of a person's name
_PHASE = re.compile("(?:首|末|[0-9一二三四五六七八九十]+)(?:期|批|轮)")
_SEVERAL = re.compile("[和与、及]")
_AMOUNT = re.compile("(?<!基)[金费款额薪价率]$")
_TERM = re.compile("[期间假限]$|时间$")
_MONEY = re.compile(f"{_AMOUNT.pattern}|[房月年车场]租$|工资$|[门车船房]票$|价[格钱]$|费用$|补贴$")
_TOTAL = re.compile("总|全部|全")


def asked_of(previous: Question, fragment: str) -> tuple[str, ...]:
    """The previous question, asked of something else: the ways to read that, the likelier first.

    A fragment takes the place of what is of its kind: a time, a number, a code, a name, an attribute, what
    is counted, the topic or a part of it. Where nothing is, it narrows a topic that has a name, and one that
    says when, where or who narrows any; else it stands instead of what the question is about. Words alone
    seldom tell these apart, so both come back.

    Args:
        previous: The question before it.
        fragment: Its words that say something, in either script.

    Returns:
        One or two questions; none for what only says that something happened: 超过了.
    """
    folded = fold(fragment)
    if folded.endswith("了"):
        return ()
    is_money = _is_money_for_term(previous, folded)
    place = not is_money and (
        _whole(previous, folded)
        or _time(previous, folded)
        or _numbered(previous, folded)
        or code(previous, folded)
        or other(previous, folded)
        or role(previous, folded)
        or creature(previous.folded, folded)
        or supplied(previous, folded)
        or act(previous, folded)
        or _attribute_alike(previous, folded)
        or alike(previous, folded)
        or _name(previous, folded)
        or _topic_alike(previous, folded)
    )
    if place:
        return (previous.replaced(place, fragment),)
    if is_money or _is_other_amount(previous, folded):
        return (f"{fragment}是多少",)
    if TIMES.fullmatch(folded) or ORDINAL.fullmatch(folded):
        return (_at_time(previous, fragment),)
    if attribute_at_end(folded):
        return (_attribute(previous, fragment),)
    return tuple(dict.fromkeys(_instead_or_within(previous, fragment)))[:_MOST_READINGS]


def _instead_or_within(previous: Question, fragment: str) -> Iterator[str]:
    """The question asked of a fragment that is like nothing in it: instead of a part of it, or within it."""
    folded, topic = fold(fragment), fold(previous.cut(previous.topic))
    narrowed = _narrowed(previous, fragment, of="的" if previous.attribute else "")
    if stopped := stops(previous, folded):
        yield previous.replaced(previous.topic, fragment + stopped)
        return
    if is_measure(topic):
        yield fragment + previous.text
        return
    counted = previous.asked if previous.kind in {"quantity", "thing"} else None  # not 关门 after 几点
    if is_person(fold(previous.cut(counted))) and not is_person(folded):
        counted = None
    one_of_them = is_person(folded) and not counted
    narrows = one_of_them or any(tells(folded) for tells in (is_condition, is_done, is_placed))
    if not narrows and _is_whole_thing(previous, folded):
        yield previous.replaced(previous.theme_at, fragment)
    if not narrows:
        place = counted or _predicate(previous, folded) or _common(previous)
        if place:
            yield previous.replaced(place, fragment)
            return
        if place := _own_attribute(previous):
            yield previous.replaced(place, fragment)
        narrows = is_spoken_of(topic)
    if narrows:
        yield narrowed
    if not is_named(topic):
        yield previous.replaced(next(iter(parts(previous)), previous.topic), fragment)
    yield narrowed


def _is_whole_thing(previous: Question, folded: str) -> bool:
    """Whether a phrase of several words is longer than what was asked of: 高端婚纱摄影 after 基础套餐.

    It then stands instead of all of that, 高端婚纱摄影有什么, rather than of a part: 高端婚纱摄影套餐.
    """
    theme = fold(previous.cut(previous.theme_at))
    return len(tagged(folded)) > 1 and len(folded) > len(theme) and not is_spoken_of(theme)


def _is_other_amount(previous: Question, folded: str) -> bool:
    """Whether an amount is named where a person or a bare term was asked for: 违约金呢 after 质保期多久."""
    if previous.kind == "person" and _AMOUNT.search(folded):
        return True
    topic = fold(previous.cut(previous.topic))
    bare = previous.asking and not (previous.attribute or previous.asked or previous.predicate)
    return bool(bare and _AMOUNT.search(folded) and _TERM.search(topic) and not is_entity(topic))


def _is_money_for_term(previous: Question, folded: str) -> bool:
    """Whether money is named where only how long one does something was asked: 押金呢 after 租几年."""
    return bool(BARE_TERM.fullmatch(previous.folded) and _MONEY.search(folded))


def _whole(previous: Question, folded: str) -> Place | None:
    """The topic where the fragment holds all of it."""
    return previous.topic if fold(previous.cut(previous.topic)) in folded else None


def _time(previous: Question, folded: str) -> Place | None:
    return _widest(TIMES, previous.folded) if TIMES.fullmatch(folded) else None


def _numbered(previous: Question, folded: str) -> Place | None:
    """The ordinal or the number of the same: 第六届 for 第七届, 五天 for 三天."""
    if said := ORDINAL.fullmatch(folded):
        matches = ORDINAL.finditer(previous.folded)
        return next((Place(*match.span()) for match in matches if match["of"] == said["of"]), None)
    said = COUNTED.fullmatch(folded)
    match = re.search(NUMBER + re.escape(said["of"]), previous.folded) if said else None
    return Place(*match.span()) if match else None


def _attribute_alike(previous: Question, folded: str) -> Place | None:
    """The attribute that ends like the fragment: 校长 for 副校长."""
    attribute = previous.attribute
    if attribute and previous.theme_at == previous.topic and previous.folded[attribute.end - 1] == folded[-1]:
        return attribute
    return None


def _name(previous: Question, folded: str) -> Place | None:
    """The name that a name stands instead of: a place for a place, or else the whole topic."""
    words = tagged(folded)
    if TIMES.fullmatch(fold(previous.cut(previous.topic))):
        return None
    if is_place(words[0]) and len(words) == 1:
        placed = next((place for word, place in _placed(previous) if is_place(word)), None)
        return placed or (previous.topic if is_entity(fold(previous.cut(previous.topic))) else None)
    if len(folded) > 1 and (all(map(is_name, words)) or _is_person(words)):
        same = [place for word, place in _placed(previous) if is_name(word) and word.tag == words[0].tag]
        return same[0] if same and len(words) == 1 else previous.topic
    return None


def _is_person(words: Sequence[Word]) -> bool:
    """Whether words are the pieces of a person's name, which the dictionary seldom holds."""
    return words[0].tag.startswith("nr") and len("".join(word.text for word in words)) <= _LONGEST_PERSON


def _topic_alike(previous: Question, folded: str) -> Place | None:
    """The topic where the fragment ends or begins like it, 青石桥 for 白石桥, or where it is an object."""
    asking, topic = previous.asking, fold(previous.cut(previous.topic))
    if len(folded) < _ALIKE:
        return None
    is_object = asking and asking.start < previous.topic.start and not previous.attribute
    named = holds_name(folded) and is_entity(topic) and not attribute_at_end(folded)
    ends_alike = topic[-1] == folded[-1] and not attribute_at_end(folded)
    begins_alike = topic[:_ALIKE] == folded[:_ALIKE] and not is_condition(folded)
    alike_ = named or ends_alike or begins_alike
    return previous.topic if alike_ or (is_object and not attribute_at_end(folded)) else None


def _common(previous: Question) -> Place | None:
    """What follows a place's name in the topic, where that is one common noun: 坡头乡*苹果*."""
    placed = [(word, place) for word, place in _placed(previous) if place.end <= previous.topic.end]
    if len(placed) < 2 or not previous.attribute or ENTITY.search(previous.cut(previous.topic)):
        return None
    word, place = placed[-1]
    before = fold(previous.text[previous.topic.start : place.start])
    named = is_place(placed[-2][0]) or bool(ENTITY.search(before))
    return place if named and word.tag.startswith("n") and not is_name(word) else None


def _own_attribute(previous: Question) -> Place | None:
    """The attribute where it is no common one, or a role: what stands instead may be as uncommon."""
    common = attribute_at_end(fold(previous.cut(previous.attribute)))
    return None if common and previous.kind != "person" else previous.attribute


def _predicate(previous: Question, folded: str) -> Place | None:
    """What happens to the topic, after the words that ask, where the fragment is a verb too."""
    asking = previous.asking
    united = UNITED.search(folded) and tagged(folded[0])[0].tag.startswith("v")
    alike_ = folded[-1] == previous.folded[-1] or (united and UNITED.search(previous.folded))
    done = alike_ or all(word.tag.startswith("v") for word in tagged(folded))
    if not asking or not previous.predicate or not done:
        return None
    return Place(asking.end, len(previous.text)) if asking.end < len(previous.text) else None


def _at_time(previous: Question, fragment: str) -> str:
    """The attribute at one time or in one phase, instead of as a whole: 总规模 → 首期规模."""
    attribute, ordinal = previous.attribute, ORDINAL.fullmatch(fold(fragment))
    if attribute is None or ordinal is None or ordinal["of"] not in PHASES:
        return _narrowed(previous, fragment, of="")
    whole = _TOTAL.match(previous.folded, attribute.start, attribute.end - 1)
    return previous.replaced(Place(attribute.start, whole.end() if whole else attribute.start), fragment)


def _attribute(previous: Question, fragment: str) -> str:
    """Another attribute of the topic, asked for as fits it."""
    found = attribute_at_end(fold(fragment))
    kind = found[0] if found and not _SEVERAL.search(fragment) else "thing"
    if _is_phase(fold(previous.cut(previous.topic))):
        return fragment + DEFAULT_ASKING[kind]
    head = previous.text[: previous.topic.end]
    attribute = previous.attribute
    if attribute is None:
        topic = previous.cut(previous.topic)
        return f"{topic}的{fragment}{DEFAULT_ASKING[kind]}"
    before = attribute_at_end(previous.folded[: attribute.end])
    between = previous.text[previous.topic.end : attribute.start]
    tail = previous.text[attribute.end :]
    measured = previous.kind == "quantity" and not previous.folded.endswith(("多少", "几"))
    same = (before[0] if before else previous.kind) == kind or previous.kind == kind
    return f"{head}{between}{fragment}{tail if same and not measured else DEFAULT_ASKING[kind]}"


def _is_phase(topic: str) -> bool:
    """Whether a topic names no more than a phase, and perhaps an attribute of it: 二期, 首期规模."""
    phase = _PHASE.match(topic)
    rest = topic[phase.end() :] if phase else ""
    attribute = attribute_at_end(rest)
    return bool(phase) and (not rest or (attribute is not None and attribute[1] == 0))


def _narrowed(previous: Question, fragment: str, of: str) -> str:
    place = previous.topic.end
    rest = previous.text[place:].removeprefix("的") if of else previous.text[place:]
    return f"{previous.text[:place]}{fragment}{of}{rest}"


def _placed(previous: Question) -> list[tuple[Word, Place]]:
    """The words of a question with their places."""
    found, start = [], 0
    for word in tagged(previous.folded):
        found.append((word, Place(start, start + len(word.text))))
        start += len(word.text)
    return found


def _widest(form: re.Pattern[str], text: str) -> Place | None:
    matches = (Place(*match.span()) for match in form.finditer(text) if match[0].strip("的"))
    return max(matches, key=lambda place: place.end - place.start, default=None)
