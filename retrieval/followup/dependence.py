"""Dependence: whether what someone says asks something only after the question before it: 那婚假呢, 谁批."""

import re
from typing import Final

from retrieval.followup.kinds import ASKS, MORE, ORDINAL, TALK, TIMES, UNITED, core_of
from retrieval.followup.parts import is_code
from retrieval.search.lexical.terms import is_name
from retrieval.text import Word, fold, tagged

FOLLOWS_WITHIN_S: Final = 600.0
"""Seconds after a question within which a fragment is taken with it."""
_LONGEST: Final = 15
"""Characters of what may depend on the question before it."""
_LONGEST_NAMED: Final = 12
"""The same for what names something else to ask of: 那合肥高新区的呢."""
_LONGEST_SAID: Final = 100
"""Characters of a fragment with all that leads to it and ends it."""
_NE: Final = re.compile(r"(?:(?<!毛)(?<!花)呢|如何|怎么样|怎样)[^\w]*$")
_POINTS: Final = re.compile(
    "[他她它]们?(?!人)|其(?![他中余实次它])|"
    "(?:这|那|该|此)(?:一|几|些)?(?:[个座家位所条项笔支种件场次本部款只名趟辆艘架首篇份批届期]|(?:公司|项目|合同|单位|部门|基金|活动|"
    "费用|钱|人|材料|文件|规定|制度|证书?|表)(?!里|中))|当时|那时候?"
)
_LEADS: Final = re.compile(
    "(?:都|又|还|也|再|一共|总共|大概|大约|最[多少快慢高低早晚长短]|至少|具体|一般|通常|到底|究竟)+"
)
_HELPING: Final = re.compile(
    "可不可以|能不能|要不要|会不会|是不是|有没有|需要|可以|应该|必须|一定|已经|一下|一共|总共|大概|大约|至少|最多|最少|最快|最晚|最早|"
    "具体|一般|通常|到底|究竟|还有|别的|截止|是|由|被|在|从|到|给|跟|向|按|归|有|要|需|得|能|可|会|用|算|该|叫|来|去|还|都|"
    "又|也|再|多|少|的|了|吗"
)
"""Words that say nothing of what is asked of."""
_HELPING_TAGS: Final = ("c", "d", "e", "o", "p", "r", "u", "w", "x", "y", "z")
_COUNTING_TAGS: Final = ("m", "q")
_VERB_TAGS: Final = ("v", "a")
_WHO: Final = re.compile("[是由归找被]*谁(?:来|去)?[^人]$")
_WHO_HAS_TO: Final = re.compile("谁(?:需?要|去)(?P<what>..)$")
"""Who has to do something, or goes to do it. 谁来 is none of it: 谁来负责 says no more than 谁负责."""
_WHICH: Final = re.compile("[是在由归找]?哪(?:一?[个家位种项座条款]|些)(?P<what>[^里儿边]{0,4})$")


def is_fragment(said: str) -> bool:
    """Whether a text, in either script, can only be asked of what was asked before: 首期呢, 由谁管理.

    What has a subject of its own is none, however short it is: 年假几天, 几点下班.
    """
    folded = fold(said.strip())
    if len(folded) > _LONGEST_SAID:
        return False
    goes_on = bool(_NE.search(folded))
    core = core_of(folded)
    if goes_on and is_code(core):
        return True
    if not core or len(core) > _LONGEST or TALK.fullmatch(core) or not re.search("[\u4e00-\u9fff]", core):
        return False
    if MORE.fullmatch(core) or _POINTS.match(_LEADS.sub("", core, count=1) if _LEADS.match(core) else core):
        return True
    asks = ASKS.search(core)
    if asks is None and not core.endswith("吗"):
        named = core.removesuffix("的")
        return (
            TIMES.fullmatch(named) is not None
            or ORDINAL.fullmatch(named) is not None
            or (goes_on and len(named) <= _LONGEST_NAMED)
        )
    return _has_no_subject(core)


def _has_no_subject(core: str) -> bool:
    """Whether a text that asks holds no noun and no name, and no verb that says enough by itself."""
    if _WHO.fullmatch(core):
        return True
    if (has_to := _WHO_HAS_TO.fullmatch(core)) and _is_verb(has_to["what"]):
        return False
    if which := _WHICH.fullmatch(core):
        return all(not word.tag.startswith(_VERB_TAGS) for word in tagged(which["what"]))
    asks = ASKS.search(core)
    before, after = (core[: asks.start()], core[asks.end() :]) if asks else ("", core)
    told = [
        word for word in tagged(after) if _says_something(word) and not word.tag.startswith(_COUNTING_TAGS)
    ]
    return not any(map(_says_something, tagged(before))) and len(told) < 2 and not any(map(_is_enough, told))


def _says_something(word: Word) -> bool:
    return is_name(word) or (not _HELPING.fullmatch(word.text) and not word.tag.startswith(_HELPING_TAGS))


def _is_verb(text: str) -> bool:
    """Whether a text is one verb."""
    words = tagged(text)
    return len(words) == 1 and words[0].tag.startswith(_VERB_TAGS) and not _HELPING.fullmatch(text)


def _is_enough(word: Word) -> bool:
    """Whether a word after those that ask says of what it is asked: a noun, a name, 下班, but not 管理."""
    if is_name(word) or not word.tag.startswith(_VERB_TAGS):
        return True
    return len(word.text) > 2 or UNITED.search(word.text) is not None
