"""Objects: what a verb is done to, and another stands instead of: 狗 in 养猫, 电 in 停水."""

import re
from typing import Final

from retrieval.followup.acts import is_act
from retrieval.followup.question import Place, Question
from retrieval.search.lexical.terms import is_place
from retrieval.text import fold, tagged

EATEN: Final = re.compile("[吃喝穿用玩]的")
"""What is eaten, worn and so on: 的 belongs to it."""
_VERBS: Final = "养喝穿带买停吃抽吸骑戴做用坐玩租借搬"
_WITH_OBJECT: Final = re.compile(
    "(?P<verb>[养喝穿戴骑]|买(?![卖断])|带(?![薪头班货路领教训动])|吃(?![力亏惊苦])|[抽吸](?=烟)|做(?=[饭菜])|用(?=[电火餐水车])|"
    "停(?=[车水电气]))[\u4e00-\u9fff]{1,2}"
)
"""Verbs that the dictionary holds as one word with their object."""
_ONLY: Final = {"停": re.compile("[车水电气]$"), "做": re.compile("[饭菜锅餐面饼点烤]$")}
"""What else these verbs have as their object."""
_WHERE: Final = re.compile(
    "(?<![时中期])[间室舍寓店厅堂园院馆场区楼层房库台口]$|(?<![书衣])[上下里外内]$|公司$|学校$|家$"
)
_MAY: Final = re.compile(
    "(?:可不可以|能不能|要不要|不?可以|不?能|可否|能否|是否|允许|需要|要|自己)+"
    f"(?P<done>[{_VERBS}][\u4e00-\u9fff]{{1,4}}?)(?:吗|么|不|没)?"
)
"""Questions whether something may be done, of which nothing more is said."""
_CREATURE: Final = "(?:[大中小][型]?|宠物)?(?:猫|狗|犬|鸟|鱼|兔子?|乌龟|龟|蛇|鸡|鸭|仓鼠|鹦鹉)"
_KEPT: Final = re.compile(f"(?<=[养带遛]){_CREATURE}")
_SUPPLY: Final = re.compile("停(?P<what>水|电|气|网|暖)")
_SUPPLIED: Final = re.compile("水|电|气|网|暖气?|[煤燃]气|天然气|热水|自来水")


def may_be_object(folded: str) -> bool:
    """Whether what is a noun may be the object of a verb: 猫, but not 养猫, 转租 or 宿舍."""
    if any(map(is_place, tagged(folded))):
        return False
    return not (is_act(folded) or is_place_noun(folded) or tagged(folded)[0].text[0] in _VERBS)


def is_place_noun(folded: str) -> bool:
    """Whether a noun says where something is done: 宿舍, 阳台, 门口."""
    return _WHERE.search(folded) is not None and not tagged(folded)[-1].tag.startswith("v")


def is_done_at(word: str, said: str) -> bool:
    """Whether a phrase says where something is done to what a word names: 宿舍 after 能用微波炉吗."""
    return is_place_noun(said) and not is_place_noun(word)


def object_in(word: str, of: str) -> int:
    """Where the object starts in a word that holds its verb, 1 in 养猫 for 狗; 0 where it holds none."""
    found = _WITH_OBJECT.fullmatch(word)
    if not found or ((kind := _ONLY.get(found["verb"])) and not kind.search(of)):
        return 0
    return found.end("verb")


def verb_again(folded: str, start: int, said: str) -> int:
    """Where an object starts, with its verb if a phrase names that again: 养狗 instead of 养猫."""
    again = start and len(said) > 1 and said[0] in _VERBS and said[0] == folded[start - 1]
    return start - 1 if again else start


def done(folded: str, said: str) -> Place | None:
    """The verb and its object that an act stands instead of: 养猫 in 可以养猫吗 for 转租."""
    found = _MAY.fullmatch(folded) if is_act(said) else None
    return Place(*found.span("done")) if found else None


def creature(folded: str, said: str) -> Place | None:
    """The animal that another stands instead of: 猫 in 养猫要谁同意 for 狗."""
    found = _KEPT.search(folded) if re.fullmatch(_CREATURE, said) else None
    return Place(*found.span()) if found else None


def supplied(previous: Question, folded: str) -> Place | None:
    """What is cut off, where something else may be, too: 水 in 停水几点到几点 for 电."""
    found = _SUPPLY.match(previous.folded) if _SUPPLIED.fullmatch(folded) else None
    return Place(*found.span("what")) if found else None


def stops(previous: Question, folded: str) -> str:
    """What runs or does not, asked of for what is cut off: 电梯停几点到几点; "" where it is none."""
    if not _SUPPLY.fullmatch(fold(previous.cut(previous.topic))) or is_place_noun(folded):
        return ""
    last = tagged(folded)[-1]
    return "停" if last.tag == "n" and len(folded) > 1 else ""
