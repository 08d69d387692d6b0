"""What a line is on a page: headline, byline, credit, caption, date, or body text."""

import re
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from retrieval.ingestion.reflow.dates import first_date, leading_date
from retrieval.ingestion.reflow.fields import is_field
from retrieval.ingestion.reflow.lines import ends_sentence, entry_mark, is_item
from retrieval.text import CLOSERS, SENTENCE_ENDS

LONGEST_HEADLINE = 45
"""Characters."""

_LONGEST_NAME = 80  # characters
_LONGEST_CREDIT = 100  # characters from the end that are searched: time grows with the cube of the length
_LONGEST_CAPTION_TITLE = 40  # characters
_NAME = r"[\u4e00-\u9fa5](?:[\u4e00-\u9fa5·]{1,5}|[ 　][\u4e00-\u9fa5])"
_NAMES = rf"{_NAME}(?:[\s、，,/]+{_NAME})*"
_PAPER = r"(?:本报|本刊|本网|本台|本社|新华社|中新社|人民网|新华网|央视|晚报|日报|晨报|时报)"
_ROLE = r"(?:见习|实习|特约|特派|首席|全媒体|融媒体)?(?:记者|通讯员|评论员|撰稿人?)"
_MARK = r"[▶►▷◆■●□○◎★☆※>\s]*"
_WRITER = rf"(?:{_PAPER}\s*{_ROLE}\s*[：:/｜|]?\s*|{_ROLE}\s*[\s：:/｜|]\s*|[文图][/／]\s*){_NAMES}"
_BYLINE = re.compile(
    rf"""{_MARK}[（(]?(?:{_WRITER}(?:[\s；;/|｜]+{_WRITER})*\s*(?:综合|摄影)?(?:报道|整理)?(?:[\s/]*文[/／]?图)?
    |{_NAMES}\s*[/／]\s*文(?:[/／]图)?
    |(?:责任编辑|责编|本版编辑|本版责编|美编|版式)\s*[：:]?\s*{_NAMES})[)）]?""",
    re.VERBOSE,
)
_SOURCE = re.compile(
    r"(?:(?:来源|稿源|作者|编辑|责任编辑|发布(?:者|机构)?|点击|浏览(?:次数|量)?|阅读(?:次数|量)?|字号)\s*[：:]\s*\S{1,20}\s*)+"
    r"|\S{1,8}(?:社|网|日报|晚报)\s*"
)
_CREDIT = re.compile(
    rf"""(?:^|(?<=[。！？”’」』）)\s]))\s*(?:
    [（(【]?(?:图片来源|图片提供|照片来源|图片|图源|摄影|供图|图)\s*[：:/／]\s*[^，。；：:]{{1,30}}
    |[（(]?(?:{_PAPER}?\s*{_ROLE}\s*)?{_NAMES}\s*[/／]?\s*(?:摄影?|供图|[/／]图)
    |[（(]?[^，。；：:\s（(]{{2,12}}\s?供图
    |[（(]?(?:图片|照片)由[^，。；：:]{{2,20}}(?:提供|拍摄)
    |[（(]?(?:新华社|中新社|本报)发
    |[（(]?资料图片?
    )[)）】]?。?\s*$""",
    re.VERBOSE,
)
_TABLE = re.compile(r"附?表\s*[\d一二三四五六七八九十]*[\s　：:.]|附件|单位[：:]")
_CAPTION = re.compile(r"(?:图为|图[①-⑳]|[▲△▼▽↑↓←→◀])\s*[：:]?\s*")
_AGENCY = r"(?:本报|本刊|本网|本台|[\u4e00-\u9fa5]{1,3}社|中新网|人民网|新华网|央视网|光明网|中国网)"
_DATELINE = re.compile(
    rf"""\s*(?P<open>[【〔(（])?(?:
    (?:本报|本刊|本网|本台|本站)(?:综合)?(?:讯|消息|快讯)
    |{_AGENCY}(?:[\u4e00-\u9fa5]{{2,8}}?)?(?P<day>(?:\d{{4}}\s?年)?(?:\s?\d{{1,2}}\s?月)?\s?\d{{1,2}}\s?日)\s?(?:电|讯|消息|专电)
    )(?(open)[】〕)）])
    (?:\s*[（(]\s*+(?:{_PAPER}\s*+)?{_ROLE}[^)）]{{0,40}}[)）])?
    (?:\s*{_ROLE}\s*{_NAMES}\s*报道)?
    [\s，,：:—]*""",
    re.VERBOSE,
)
_DATE_WORDS = re.compile(r"[（(\[]?\s*(?:(?:发布|发表|更新|刊发|刊登)?(?:时间|日期)\s*[：:]|发布于)?\s*")
_AFTER_DATE = re.compile(
    rf"\s*(?:\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?\s*(?:星期[一二三四五六日天]|周[一二三四五六日])?\s*(?:第?\d{{1,3}}版)?\s*(?:{_SOURCE.pattern})?[)）\]]?\s*"
)
_SECTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十百零〇\d]+(?:部分|[编篇])(?=[\s　：:]|$)",
        r"第[一二三四五六七八九十百零〇\d]+章",
        r"第[一二三四五六七八九十百零〇\d]+节",
        r"第[一二三四五六七八九十百零〇\d]+条[\s　：:]*[^，。；：:]{1,20}$",  # its text is longer
        r"[一二三四五六七八九十]{1,3}、",
        r"[（(][一二三四五六七八九十]{1,3}[)）]",
        r"\d{1,2}(?:[、．]|\.(?!\d))",
        r"\d{1,2}(?:\.\d{1,2}){1,3}\s",
    )
)
_SURE_SECTIONS = 5  # of these forms, the first five cannot be items of a list
_STARTER = re.compile(
    r"""\s*(?:近日|日前|近期|近年|今年|去年|昨[天日]|今[天日]|当[天日]|目前|此前|据|记者
    |\d{1,2}\s?月\d{1,2}\s?日|(?:19|20)\d\d\s?年|\d{1,2}\s?日)""",
    re.VERBOSE,
)


_WHEN = re.compile("每?(?:周|星期)[一二三四五六日天]|每[天日月]|即日起|自?即日")


class Kind(Enum):
    """What a line is."""

    BODY = auto()
    HEADLINE = auto()
    SECTION = auto()
    BYLINE = auto()
    CREDIT = auto()
    CAPTION = auto()
    DATE = auto()


class Dateline(NamedTuple):
    """How a news item opens: 本报讯, or an agency with place and day.

    Attributes:
        text: As it is written, up to the body text.
        has_day: Whether it names a day, which the body text then relies on.
        published: The day, where the year is given.
    """

    text: str
    has_day: bool
    published: date | None


def is_byline(text: str) -> bool:
    """Whether a line says who wrote, and nothing else: ▶ 本报记者 张三 李四."""
    return len(text) <= 60 and _BYLINE.fullmatch(text.strip()) is not None


def is_source(text: str) -> bool:
    """Whether a line could be the source or author where it stands under a headline."""
    return len(text) <= 40 and _SOURCE.fullmatch(text.strip()) is not None and not ends_sentence(text)


def date_line(text: str) -> date | None:
    """The date of a line that is a date, perhaps with time, weekday and source, and nothing else."""
    opening = _DATE_WORDS.match(text.strip())
    found = leading_date(text.strip()[opening.end() if opening else 0 :])
    return found.date if found and len(text) <= 60 and _AFTER_DATE.fullmatch(found.rest) else None


def without_credit(text: str) -> str:
    """A text without the picture credit and the white space at its end, "" where it is nothing else."""
    text = text.rstrip()
    match = _CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT))
    return text[: match.start()].rstrip() if match else text


def is_caption(text: str) -> bool:
    """Whether a text says itself that it belongs to a picture: 图为…"""
    return _CAPTION.match(text.lstrip()) is not None


def caption_title(text: str) -> str:
    """What a caption is about: its first sentence, without the day it may begin with."""
    text = _CAPTION.sub("", text, count=1).strip()
    sentence = re.split("[。！？；]", text, maxsplit=1)[0]
    clauses = sentence.split("，")
    if len(clauses) > 1 and _STARTER.match(clauses[0]) and len(clauses[0]) <= 12:
        clauses = clauses[1:]
    title = clauses[0]
    for clause in clauses[1:]:
        if len(title) + len(clause) < _LONGEST_CAPTION_TITLE:
            title += "，" + clause
        else:
            break
    return title[:_LONGEST_CAPTION_TITLE].strip()


def is_table_caption(text: str) -> bool:
    """Whether a line right above a table names it: 表1 …, 附件：…, or any that leads to what follows."""
    is_short = len(text) <= LONGEST_HEADLINE and "。" not in text
    return is_short and (_TABLE.match(text) is not None or text[-1] in "：:表")


def dateline(text: str) -> Dateline | None:
    """The dateline a text opens with, or None."""
    match = _DATELINE.match(text)
    if match is None or match.end() == len(text):
        return None
    return Dateline(match[0], bool(match["day"]), first_date(match["day"] or ""))


def section_level(text: str) -> int:
    """Depth of a numbered heading from 1 (第一编) by the form of its number, 0 where it has none."""
    return next((level for level, form in enumerate(_SECTIONS, 1) if form.match(text)), 0)


def is_sure_section(level: int) -> bool:
    """Whether a number of this form heads a section rather than a list item: 第一章, 一、."""
    return 0 < level <= _SURE_SECTIONS


def is_short_title(text: str) -> bool:
    """Whether a text could be a headline by itself: short, no sentence, no field of a form."""
    text = text.strip()
    return (
        2 <= len(text) <= LONGEST_HEADLINE
        and text[-1] not in "。；;，,、：:…"
        and re.search(r"(?<!\d)\.$", text) is None
        and text[0] not in SENTENCE_ENDS | CLOSERS | set("，、：（(")
        and not any(character in "。；|" for character in text)
        and sum(character.isalpha() for character in text) >= 2
        and "://" not in text
        and leading_date(text) is None
        and dateline(text) is None
    )


def is_entry(text: str) -> bool:
    """Whether a numbered line is an item of a list: no article of a law, nor what may be a heading."""
    is_article = is_item(text) and not entry_mark(text)
    return not is_article and not (section_level(text) and is_short_title(text))


def is_long_title(text: str) -> bool:
    """Whether a text could be the title of the whole where it stands first: a long name, but no sentence."""
    is_name = len(text) <= _LONGEST_NAME and sum(character.isalpha() for character in text) >= 2
    return is_name and not re.search("[。，；：|]", text) and leading_date(text) is None


def title_text(text: str) -> str:
    """A title with single spaces; one of two characters that were spaced out is closed up: 总　则 → 总则."""
    return re.sub(r"(?:(?<=\s)|^)([\u4e00-\u9fa5]) ([\u4e00-\u9fa5])$", r"\1\2", " ".join(text.split()))


def is_plain_headline(text: str) -> bool:
    """Whether a short title needs nothing beside it to be taken for one: no item, no field, no question."""
    text = text.strip()
    return is_short_title(text) and text[-1] not in "？！?!" and not is_item(text) and not is_field(text)


def is_notice_line(text: str, recognised: float | None) -> bool:
    """Whether a short line of a notice is text: it says when (周一闭馆), or is of clauses in a photo."""
    return _WHEN.match(text) is not None or (recognised is not None and "，" in text)


def starts_item(text: str) -> bool:
    """Whether a text begins as news items and captions do: a day, 近日, 据, or a dateline."""
    return _STARTER.match(text) is not None or dateline(text) is not None
