"""Questions joined in one sentence: 房租多少，押金多少, 婚假和产假分别几天."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from retrieval.everyday.courtesy import without_courtesy
from retrieval.followup import is_fragment
from retrieval.followup.kinds import BARE_TERM, TIMES
from retrieval.followup.question import Question, attribute_at_end, is_entity
from retrieval.text import Word, fold, tagged

_LONGEST: Final = 18
"""Characters of a question that others are joined to; longer ones tell something."""
_MOST: Final = 5
"""Things that the same is asked of; more are a list."""
_BREAK: Final = re.compile(r"[\s,，、;；]+")
_QUOTED: Final = re.compile("[《》〈〉“”‘’「」『』\"'()（）【】\\[\\]]")
_POLAR: Final = re.compile("吗$|是否|能否|可否|(?!还没还)([\u4e00-\u9fff])[不没]\\1|有没有")
_ASKING: Final = re.compile("什么|几|多少|哪|谁|怎|[为如]何|何[时地处人种]|啥|咋|多[久大长高远快重]")
_NO_QUESTION: Final = re.compile(
    "[十百千万好那这]几|几[十百千万]|几乎|任何|何况|哪怕|[没不][怎咋]|几[次回遍分]|[没无]什么|(?:什么|谁|哪|几|怎么|多少).*[都也]|了[几多什啥]|"
    "^(?:有|出|遇到|碰到|发生|缺|少|犯)了?(?:什么|啥|哪些|几)|有几[个名口位只套辆项条]|^满|^超过|^达到|告诉|告知|岁|年纪|年级|工龄|司龄|身高|体重|几口"
)
"""Words that ask elsewhere, or for a condition: 十几天, 谁都可以, 请了几天假, 有什么问题, 孩子几岁."""
_CONDITION: Final = re.compile(
    "如果|要是|假如|倘若|万一|的话|无论|不管|不论|除了|由于|因为|根据|按照|关于|对于|作为|以[上下内]|(?:[时后前]|时候|情况下?)$|"
    "[我俺咱](?!们?的)|^(?:你|那|这|其|该|此|还|但|不过|而|且|并|又|也|却|才|就|则|再|和|与|跟|或)|[他她它]|其中|"
    "^(?:价值|总[共计]|合计|一共)|分别|各自|[那这此该](?:[个些位家时里次]|是)"
)
"""What says when something is asked, or leans on what stands before: 工作满十年, 我70岁了, 还有几天."""
_TIMES_DONE: Final = re.compile("几|多[久长大]")
_COUNTED: Final = re.compile(f"(?:{_TIMES_DONE.pattern})[^号点月]?$")
_SUBJECT_TAGS: Final = ("n", "vn", "j", "l", "i", "s", "eng")
_ACT: Final = re.compile("..+(?<![成到错完好为于在给])")
_OWN: Final = re.compile("门票|房价|工资|奖金|补贴")
"""What is asked of anything, but by itself as well."""
_REACHED: Final = re.compile("分机|电话|手机|邮箱|微信|工号")
_MAY: Final = re.compile(
    "(?:(?:能|可以|允许)[\u4e00-\u9fff]{2,8}(?<!了)吗|(?:能不能|可不可以)[\u4e00-\u9fff]{2,8})"
)
_OWN_ACT: Final = re.compile(
    "(?:能不能|可不可以|(?:能|可以|允许)(?=.*吗))(?:[转退续合]租|养[猫狗鱼鸟]|养?宠物|停车|[抽吸]烟|做饭)吗?"
)
"""Whether something may be done that has to do with no sum and no term before it."""
_SOMEWHERE: Final = re.compile("[舍寓区店馆园厅堂院室间场城楼]")
"""In the first part, where what may be done may be asked of: 宿舍能养猫吗，能抽烟吗."""
_OUTING: Final = re.compile("(?:团建|[春秋冬郊]游|年会|研学|夏令营|冬令营)(?:要|会)?[去在]哪[里儿]?")
_LEAST: Final = 2

_EACH: Final = re.compile(
    "(?<!的)(?:分别|各自|各(?=[是有为要占需收用交在能可发几多什谁哪何怎]))(?=[\u4e00-\u9fff])"
)
_JOINTS: Final = frozenset("和与跟及、")
_NO_THINGS: Final = re.compile(
    "区别|差别|差异|不同|关系|联系|比较|相比|之间|双方|两者|二者|[两二三四五六七八九十][个家位种项者人]|(?:[上中下里]|方面)$"
)
_HELPING: Final = re.compile("(?:必须|可以|应[该当]?|需要?|都|要|能|会|共)++$")
"""Gives nothing back: 需要 may be read in two ways, and a hundred of them in more than can be tried."""
_OF: Final = "的"
_TITLE: Final = re.compile("[《“「『(（][^》”」』)）]*[》”」』)）]")
_FAR: Final = 3
"""Characters by which the last thing is so much longer that something is said once of all."""


def apart(sentence: str) -> tuple[str, ...]:
    """The questions that one sentence joins, each as it can be asked alone; none where it is one question.

    Args:
        sentence: In either script, with its punctuation.
    """
    core = re.sub(r"\W+$", "", without_courtesy(sentence))
    return _side_by_side(core) or _of_each(core)


def _side_by_side(core: str) -> tuple[str, ...]:
    """Questions with a comma or a space between them, where each part is one: 房租多少，押金多少."""
    if _QUOTED.search(core):
        return ()
    parts = [part for part in _BREAK.split(core) if part]
    folded = [fold(part) for part in parts]
    asked = [
        _asks_alone(part)
        or _is_own(said, folded[0])
        or (_is_term(folded, place) if place else _may_one(part))
        for place, (part, said) in enumerate(zip(parts, folded, strict=True))
    ]
    if len(parts) < _LEAST or not all(asked):
        return ()
    if any(_is_counted_for(*pair) for pair in pairwise(folded)):
        return ()
    first, *others = (_is_attribute(Question.parse(part)) for part in parts)
    return () if any(others) and not first else tuple(parts)


def _is_own(said: str, first: str) -> bool:
    """Whether a part asks where one goes, or of an act that has nothing to do with the parts before it."""
    return _OUTING.fullmatch(said) is not None or (
        _OWN_ACT.fullmatch(said) is not None and not _SOMEWHERE.search(first)
    )


def _is_counted_for(one: str, other: str) -> bool:
    """Whether how long something is may be the case that the next part asks of: 病假多久，工资会降吗."""
    return all((_COUNTED.search(one), _POLAR.search(other), not _OWN_ACT.fullmatch(other)))


def _is_term(folded: Sequence[str], place: int) -> bool:
    """Whether a part asks how long something is done, and no later one may ask of that: 押金多少，租几年."""
    own = all(map(_OWN_ACT.fullmatch, folded[place + 1 :]))
    return own and BARE_TERM.fullmatch(folded[place]) is not None


def _asks_alone(part: str) -> bool:
    """Whether a part asks something of a subject of its own: 租期多长, not 要谁批 and not 工作满十年."""
    folded = fold(part)
    if len(folded) > _LONGEST or _NO_QUESTION.search(folded) or _CONDITION.search(folded):
        return False
    asking = _ASKING.search(folded)
    if not (asking or _POLAR.search(folded)) or is_fragment(part):
        return False
    subject = tagged(folded[: asking.start()] if asking else folded)
    if asking is None:
        return subject[0].tag.startswith(_SUBJECT_TAGS)
    if asking.start() < _LEAST or _is_case(asking[0], subject[-1]):
        return False
    if len(subject) == 1 and subject[0].tag.startswith("v"):
        return _ACT.fullmatch(subject[0].text) is not None
    return any(word.tag.startswith(_SUBJECT_TAGS) for word in subject)


def _is_case(asking: str, before: Word) -> bool:
    """Whether how often or long something is done may be the case that the next part asks of: 缺勤几天."""
    done = before.tag.startswith("v") and before.tag != "vn" and before.text not in {"有", "是"}
    return done and _TIMES_DONE.match(asking) is not None


def _may_one(part: str) -> bool:
    """Whether a part asks whether something may be done, and says what with: 能养狗吗, not 能退吗."""
    folded = fold(part)
    nouns = any(word.tag.startswith(_SUBJECT_TAGS) for word in tagged(folded))
    return nouns and _MAY.fullmatch(folded) is not None and not _NO_QUESTION.search(folded)


def _is_attribute(question: Question) -> bool:
    """Whether a question has no subject but what may be asked of anything: 地址在哪, 流程是什么."""
    topic = fold(question.cut(question.topic))
    if question.attribute is None and _REACHED.fullmatch(topic):
        return True
    found = attribute_at_end(topic)
    is_bare = found is not None and found[1] == 0 and question.attribute is None
    return is_bare and not _OWN.fullmatch(topic)


def _of_each(core: str) -> tuple[str, ...]:
    """The same question of several things: 婚假几天 and 产假几天 of 婚假和产假分别几天."""
    folded = fold(core)
    each = _EACH.search(folded)
    if each is None or re.search("[,;]", folded):
        return ()
    helping = _HELPING.search(folded, 0, each.start())
    end = helping.start() if helping else each.start()
    said = core[end : each.start()] + core[each.end() :]
    items = () if _NO_THINGS.search(folded[:end]) else _items(core[:end])
    if not 1 < len(items) <= _MOST or not (_ASKING.search(fold(said)) or _POLAR.search(fold(said))):
        return ()
    return tuple(thing + said for thing in _shared(items))


def _items(named: str) -> tuple[str, ...]:
    """What stands between 和, 与, 、 and the like, where these are words, and outside of titles."""
    items, start, depth = [""], 0, 0
    for word in tagged(fold(named)):
        text = named[start : (start := start + len(word.text))]
        depth += sum(text.count(mark) for mark in "《“「『(（") - sum(
            text.count(mark) for mark in "》”」』)）"
        )
        if depth <= 0 and word.text in _JOINTS:
            items.append("")
        else:
            items[-1] += text
    found = tuple(item.strip() for item in items)
    return found if all(len(item) > 1 or item.isascii() for item in found) and all(found) else ()


def _shared(items: Sequence[str]) -> tuple[str, ...]:
    """Things with what is said once of all; nothing where that does not tell: 年假和公司的产假.

    合同的押金和月租 are 合同的押金 and 合同的月租, 金卡和银卡有效期 are 金卡有效期 and 银卡有效期.
    """
    *others, last = hidden = [_TITLE.sub(lambda title: "书" * len(title[0]), item) for item in items]
    first = hidden[0]
    if _OF in first and not any(_OF in item for item in hidden[1:]):
        of = first.rindex(_OF) + 1
        return tuple(items[0][:of] + item for item in _shared((items[0][of:], *items[1:])))
    if all(_OF in item for item in hidden):
        return tuple(items)
    if any(_OF in item for item in others):
        return ()
    head = _head(first, last)
    rest = items[-1][head:]
    things = [*items[:-1], items[-1][:head]]
    if head < 0 or (not rest and len(last) - max(map(len, others)) >= _FAR):
        return ()
    before = [_before(things[0], thing) for thing in things[1:]]
    if None in before:
        return ()
    return tuple(f"{of}{thing}{rest}" for of, thing in zip(["", *before], things, strict=True))


def _head(first: str, last: str) -> int:
    """Where in the last thing that ends which it alone names: 银卡 in 银卡有效期. The rest is said of all.

    Less than nothing where words do not tell: 开始和结束的时间.
    """
    of = last.find(_OF)
    if of > 0:
        return of if _are_alike(first, last[:of]) else -1
    attribute = attribute_at_end(fold(last))
    if attribute and attribute[0] != "person" and attribute[1] and not attribute_at_end(fold(first)):
        own = last[attribute[1] :]
        return len(last) if first[-1] in own or len(first) - attribute[1] >= _FAR else attribute[1]
    return last.rfind(first[-1]) + 1 or len(last)


def _before(first: str, other: str) -> str | None:
    """What stands before the first thing and belongs to another one, too: 星澜公司 of 星澜公司婚假和产假.

    None where something does, and words do not tell what: 体育场兴建和竣工.
    """
    folded, said = fold(first), fold(other)
    if _QUOTED.search(first) or TIMES.match(said):
        return _before_time(first, said)
    cut = len(first) - len(other)
    bounds = {0, *accumulate(len(word.text) for word in tagged(folded))}
    if cut > 0 and folded[-1] == said[-1] and folded[-1] not in "某×" and cut in bounds:
        return first[:cut]
    time = TIMES.match(folded)
    if time and time.end() < len(first):
        return first[: time.end()]
    return None if cut >= _FAR and not is_entity(said) else ""


def _before_time(first: str, said: str) -> str:
    """What stands before a time that another time stands instead of: 小米公司 of 小米公司2019年."""
    if not TIMES.fullmatch(said):
        return ""
    found = re.search(f"{TIMES.pattern}$", fold(first))
    return first[: found.start()] if found else ""


def _are_alike(first: str, second: str) -> bool:
    """Whether two things are of a kind: 一年级 and 二年级, two titles or two names."""
    kinds = [tagged(fold(thing))[-1].tag for thing in (first, second)]
    return fold(first)[-1] == fold(second)[-1] or (kinds[0] == kinds[1] and kinds[0] in {"nr", "ns", "nt"})
