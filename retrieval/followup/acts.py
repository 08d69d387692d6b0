"""Acts, which one has done or does: 洗澡, 剪指甲. One is asked for instead of another."""

import re

from retrieval.followup.kinds import LEANING
from retrieval.followup.question import Place, Question, attribute_at_end
from retrieval.text import Word, fold, tagged

_DONE_TO = (
    "[剪剃梳刷洗擦修换补铺装拆贴打拔种染烫理吹磨喷熨拍缝改办"
    "领取退续停销开借还租搬送接寄存充验量抽切挖镶配清加养]"
)
"""Verbs of one character that make an act with the noun behind them: 剪 with 指甲."""
_VERB_OBJECT = re.compile(f"{_DONE_TO}[\u4e00-\u9fff]{{1,4}}")
_NAMED = re.compile(
    "美容|药浴|年检|过户|游泳|按摩|推拿|理疗|体检|保养|保洁|美甲|安装|清洗|消毒|寄养|抚触|护理|接送|绝育|旷工|午休|"
    "[转退续合整]租|调休|养[猫狗鱼鸟兔]"
)
"""Acts that the dictionary holds as nouns."""
_NO_ACT = re.compile("[金费款价率额期桩宝器]$")
"""What is paid or lasts, and devices: 租金, 停车费, 拨款, 充电桩."""
_AROUND = re.compile(
    "报销|赔付|补[贴助]|收费|保修|质保|办理|申请|审批|需要|提前|准备|包[括含]|可以|大[概约]|一般|通常|一共|总共|至少|最[多少快]|"
    "[带花用收交扣等能会得做办给]"
)
"""What is said of an act, and is none that another stands instead of: 停车*收费*多少."""
_ASKED = re.compile("[找跟给向和问经]|通知|告诉|联系")
"""What stands between an act and who is asked of it: 请假*找*谁批."""
_BY_ITSELF = re.compile("报销|保修|办理|申请|审批")
"""Acts where nothing stands before them."""
_COUNT_TAGS = ("m", "q")


def act(previous: Question, folded: str) -> Place | None:
    """The act that a phrase stands instead of, where it is one, too: 洗澡 in 小型犬洗澡多少钱 for 剪指甲."""
    asks_who = previous.kind == "person"
    if not (is_act(folded) or (asks_who and _BY_ITSELF.fullmatch(folded))):
        return None
    words, end = _before_asking(previous)
    while words and (_says_of_act(words[-1]) or (asks_who and _ASKED.fullmatch(words[-1].text))):
        if asks_who and len(words) == 1 and _BY_ITSELF.fullmatch(words[0].text):
            return Place(0, end)
        end -= len(words.pop().text)
    for start in range(max(0, len(words) - 2), len(words)):
        said = "".join(word.text for word in words[start:])
        if is_act(said):
            return Place(end - len(said), end)
    return None


def is_act(folded: str) -> bool:
    """Whether a phrase is a verb of two characters or more, or a verb with its object: 洗澡, 剪指甲."""
    if _NO_ACT.search(folded) or _AROUND.fullmatch(folded):
        return False
    if _NAMED.fullmatch(folded):
        return True
    words = tagged(folded)
    if len(words) == 1 and len(folded) > 1 and words[0].tag.startswith("v"):
        return True
    return _VERB_OBJECT.fullmatch(folded) is not None and _is_object(folded[1:]) and not _is_tool(folded)


def _is_object(rest: str) -> bool:
    """Whether what stands behind a verb may be its object: one character, or nouns."""
    return len(rest) == 1 or all(word.tag.startswith(("n", "v")) for word in tagged(rest))


def _is_tool(folded: str) -> bool:
    """Whether a verb and its object describe a thing: 洗衣机 is one word, 换机油 are two."""
    first = tagged(folded)[0].text
    return len(first) > 1 and first != folded[:2] and len(tagged(folded[:2])) == 1


def _before_asking(previous: Question) -> tuple[list[Word], int]:
    """The words up to what is asked of an act, and where they end: 会员停卡 of 会员停卡手续费多少."""
    common = attribute_at_end(fold(previous.cut(previous.attribute)))
    end = previous.asking.start if previous.asking else len(previous.text)
    if previous.attribute and common:
        end = previous.topic.end
    return list(tagged(previous.folded[:end])), end


def _says_of_act(word: Word) -> bool:
    """Whether a word stands between an act and what asks: 要, 提前, 一天, 手续费."""
    said = any(form.fullmatch(word.text) for form in (_AROUND, LEANING))
    return said or word.tag.startswith(_COUNT_TAGS) or _NO_ACT.search(word.text) is not None
