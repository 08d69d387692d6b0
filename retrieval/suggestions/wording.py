"""Nouns that a question can be about, and question words in the script of a document."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from opencc import OpenCC

from retrieval.documents import TITLE_SEPARATOR
from retrieval.text import fold, tagged

MOST_CHARACTERS: Final = 22
"""Of a question: what a button shows on a telephone without cutting it."""

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_TRADITIONAL_SHARE: Final = 0.05
_BAD_BEGINNING: Final = re.compile(
    "[的了着过和与及或在于按对把被将从至到以每各此其并且而但若如因则让使向给再又也都还就才只没不未共约第同该这那他她它们你您我今昨明去]"
    "|人(?!工|员|均|才|事|民)|联系(?!人|方式|电话|地址|邮箱)|之[后前外内]|以[后前外内]|具体|如下|另外|期间|最[高低多少长短]|所有|任何|上述|以上|下列|以下|前款|有关|相关|其中|如果|应当|可以|不得|必须"
)
_BAD_END: Final = re.compile("[的了着过和与及或在于按对把被将从至到以为是]$")
_LOOSE: Final = frozenset("pcdurye")
"""Beginnings of jieba's tags of words that make a phrase no name: prepositions, adverbs, pronouns …"""
_LEADING_VERB: Final = re.compile(
    "获得|支付|缴纳|缴存|收取|给予|发放|享受|扣除|提供|达到|实现|完成|预计|计划|要求|规定|设立|设置|参加|取得|需要|收到|一次性|办理|执行|缩短"
)
_NOTICE: Final = re.compile(
    "^关于(?:举办|召开|开展|组织|做好|印发|申报|调整|实施|启动|进行|发布|公布)*(?P<subject>.+?)(?:工作|事宜)?的?(?:通知|公告|通告|函|请示|报告|说明|公示)$"
)
_NUMBERING: Final = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百\d]+[章节条款部分编][、\s]*|[(（][〇零一二三四五六七八九十\d]+[)）]\s*"
    r"|[〇零一二三四五六七八九十]+[、.．]\s*|\d+(?:[.．]\d+)*[、.．\s]\s*)"
)
_LONGEST_SUBJECT: Final = 12


@cache
def _to_traditional() -> OpenCC:
    """The converter, which loads its tables when it is made."""
    return OpenCC("s2tw")


@cache
def in_script(words: str, *, traditional: bool) -> str:
    """Words of a question in the script of a document."""
    return str(_to_traditional().convert(words)) if traditional else words


def is_traditional(texts: Iterable[str]) -> bool:
    """Whether texts are written in traditional script."""
    characters = "".join(_HAN.findall("".join(texts)))
    changed = sum(a != b for a, b in zip(characters, fold(characters), strict=True))
    return changed > len(characters) * _TRADITIONAL_SHARE


def is_name(phrase: str) -> bool:
    """Whether a folded phrase can be what a question is about: a noun, and nothing cut off a sentence."""
    if _BAD_BEGINNING.match(phrase) or _BAD_END.search(phrase) or _LEADING_VERB.match(phrase):
        return False
    if "本" in phrase and re.search("本(?:合同|协议|办法|制度|规定|公司|单位|人)", phrase[1:]):
        return False
    return not any(word.tag[:1] in _LOOSE and word.text != "的" for word in tagged(phrase))


def without_numbering(text: str) -> str:
    """A heading without the number that it begins with."""
    return _NUMBERING.sub("", text.strip()).strip()


def subject_of(title: str) -> str:
    """What a title names, short enough to stand in a question; "" where it names nothing so short."""
    for part in reversed(title.split(TITLE_SEPARATOR)):
        heading = without_numbering(part)
        notice = _NOTICE.match(fold(heading))
        subject = heading[notice.start("subject") : notice.end("subject")] if notice else heading
        if 2 <= len(subject) <= _LONGEST_SUBJECT and len(_HAN.findall(subject)) == len(subject):
            return subject
    return ""
