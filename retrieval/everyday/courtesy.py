"""Courtesy: the words around a question that ask nothing. 您好，请问年假有几天呢？谢谢！ asks 年假有几天？"""

import re
from typing import Final

from retrieval.text import fold

_NOISE = r"[^\w《》〈〉“”‘’「」『』\"'()\[\]【】%‰℃°+#$¥€£@&*]"
_BREAK = rf"(?:{_NOISE}|_)++"
_ONCE = "(?:一下(?![午子])|下(?![周个月半午次一届学班游属列])|一声|问)?"
_GREETING = (
    "(?:[你您]们?好|大家好|各位好?|亲爱的|亲|早上好|早安|上午好|中午好|下午好|晚上好|晚安|在吗|有人吗|哈喽|嗨|喂|hi|hello|hey|"
    "老师好?|客服好?|小编好?|打扰了?|打扰一下|不好意思|抱歉|对不起|劳驾)"
)
_THANKS = (
    "(?:(?:非常|十分|万分|多|先|在此)?(?:谢谢|感谢|多谢|谢过|感激|谢啦|谢了)(?:大家|各位|[你您]们?)?(?:了|啦|哈|啊|哦|呀)?|"
    "thanks?(?: you)?|thx|3q|拜托(?:[你您]|大家)?了?|(?:麻烦|辛苦)(?:[你您]们?|大家)?了?)"
)
_IS_THANKS: Final = re.compile("谢|感激|辛苦|thank|thx|3q")
_URGENCY = (
    "(?:急+(?:用|求|问)?|很急|挺急的?|比较急|着急|十万火急|在线等(?:候|答|回复)?|等回复|求助|求解|求解答|求告知|求回复|求指教|"
    "望(?:告知|回复|解答)|请(?:告知|回复|解答|指教))"
)
_INQUIRY = (
    f"(?:请问{_ONCE}|请教{_ONCE}|求问|急问|急求|跪求|弱弱地?问{_ONCE}|再?问(?:一?下(?![周个月半午次一届学班])|问|个问题)|"
    f"(?:我|俺)?(?:就|只)?(?:是)?(?:想|要|想要)(?:请?问|知道|了解|咨询|打听|查){_ONCE}(?:的是)?|"
    "(?:咨询|打听|查|了解)一下(?![午子])|"
    f"(?:请|麻烦)?(?:[你您])?帮(?:我|忙|我们|忙我)?(?:问|查|看|找|查询|查找){_ONCE}(?:看)?|"
    f"麻烦(?:[你您])?(?:问|查|看|找|请问|告诉我|说){_ONCE}|麻烦一下|(?:请|快)?告诉我{_ONCE})"
)
_KNOWING: Final = re.compile(
    "(?:(?:[你您]们?|有人|有谁|谁|大家|有没有人)(?:知不知道|知道|晓得|清楚)|"
    "(?:[你您])?(?:能不能|可不可以|能否|可否|可以|能)(?:麻烦[你您])?(?:请[你您])?"
    f"(?:(?:告诉|告知)(?:一下)?(?:我|我们)?|帮(?:我|忙|我们)?(?:查|看|问|找|说)){_ONCE})(?:{_BREAK})?"
)
_ASKING: Final = re.compile(
    "什么|几|多少|哪|谁|怎|何|啥|多[大长久远高快重]|是不是|有没有|能不能|[是能会可]否"
)
_WHETHER: Final = re.compile("(?:[你您])?(?:能不能|可不可以|能否|可否)|.*知不知道")
_LEAD: Final = re.compile(
    f"(?:{_BREAK}|{_INQUIRY}|您好(?!像)|(?:{_GREETING}|{_THANKS}|{_URGENCY})[啊呀哦啦哈]?"
    f"(?={_NOISE}|$|{_INQUIRY}|{_GREETING}))"
)
_TAIL: Final = re.compile(
    f"(?:{_BREAK}|(?<![说讲道写叫声句的个喊])(?:十分|非常|万分|多|先)?(?:谢谢|感谢|多谢)(?:大家|各位|[你您]们?)?(?:了|啦|哈|啊|哦|呀)?|"
    f"(?<![\\w])(?:{_THANKS}|{_URGENCY}|{_GREETING}|{_INQUIRY})[啊呀哦啦哈]?|(?<![毛花])呢|(?<![咿])呀|[啊哦喔呗])$"
)
_LONGEST_TAIL = 24


def is_thanks(said: str) -> bool:
    """Whether somebody thanks, in either script or in English."""
    return _IS_THANKS.search(fold(said)) is not None


def without_courtesy(question: str) -> str:
    """What a question asks, without greetings, thanks, haste, emoji and particles around it.

    Such words inside a question, or at its start without a break after them, stay: 谢谢惠顾怎么兑奖.

    Args:
        question: In either script.

    Returns:
        Its words as they were written, with a question mark where it ended with one; "" where there was
        nothing but courtesy.
    """
    folded = fold(question)
    start, end = 0, len(folded)
    known = False
    while True:
        lead = _LEAD.match(folded, start, end)
        knowing = None if lead else _KNOWING.match(folded, start, end)
        tail = _TAIL.search(folded, max(start, end - _LONGEST_TAIL), end)
        if lead:
            start = lead.end()
        elif knowing and _ASKING.search(folded, knowing.end(), end):
            start = knowing.end()
            known = not _KNOWING.match(folded, start, end)  # said twice, it asks nothing yet
        elif knowing and knowing.end() < end and _WHETHER.match(knowing[0]):
            start = knowing.end()  # 能不能 asks by itself, so 吗 is of what follows: 能不能告诉我可以请假吗
        elif tail:
            end = tail.start()
        elif known and folded[start:end].endswith("吗"):
            end, known = end - 1, False
        else:
            break
    core = question[start:end]
    mark = "?" in folded[end:]
    return core + "？" * mark if core else ""
