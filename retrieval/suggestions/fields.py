"""Questions made from fields and rows: 电话：8068 → 电话是多少？"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from retrieval.documents import TITLE_SEPARATOR, Passage
from retrieval.suggestions import values
from retrieval.suggestions.candidate import Candidate, Kind
from retrieval.suggestions.wording import in_script, is_name, subject_of, without_numbering
from retrieval.text import fold

_LABEL: Final = r"(?P<label>[\u4e00-\u9fff]{2,10})(?:\((?:元|万元|月|天|年|小时|人|平方米|℃|%|分)\))?"
_FIELD: Final = re.compile(
    rf"(?:^|(?<=[;。]))\s*(?:[-•·]\s*|\d{{1,2}}[.、]\s*|\([一二三四五六七八九十\d]+\)\s*|[一二三四五六七八九十]+、\s*)?"
    rf"{_LABEL}:\s*(?P<value>(?:[^;。:]|(?<=\d):(?=\d)){{2,40}})(?=$|[;。])"
)
_CELL: Final = re.compile(rf"{_LABEL}:(?P<value>.+)")
_INDEX: Final = re.compile("序号|编号|日期|时间|星期|节次|备注|年份|月份|年度")
_HOLDER: Final = re.compile(
    rf"(?P<office>(?:副|常务副)?(?:{values.OFFICES}))[\s:]*(?P<name>{values.NAME})(?=$|[,、(\s])"
)
_HAS_OFFICES: Final = re.compile("[居部处科室院校店局所站队司会组办心厂园镇村委社区厅团馆班系]$")
"""Ends the names of places that somebody heads."""
_HAN_WORD: Final = re.compile(r"(?=.*[\u4e00-\u9fff])[\u4e00-\u9fffa-z0-9()·.-]{2,12}")

_PEOPLE: Final = re.compile(
    f"(?:[甲乙丙]方|[一-鿿]{{2}}方|(?:单位|公司)|人|{values.OFFICES}|老师|医生|医师|记者|讲师)$"
)
_NO_PEOPLE: Final = re.compile("工作人|每人|人数")
_NUMBERS: Final = re.compile(
    "电话|分机|热线|手机|传真|账号|帐号|编号|邮编|邮政编码|密码|代码|房号|房间号|车牌|QQ|号码|工号|学号", re.I
)
_ADDRESSES: Final = re.compile("邮箱|邮件|网址|网站|微信|公众号")
_PLACES: Final = re.compile("(?:地点|位置|场地|场所|办公室|教室|会议室|楼层)$")
_WHEN: Final = re.compile("(?:时间|日期|日|截止|时段|班次)$")
_WHAT: Final = re.compile(
    "(?:名称|主题|专业|型号|品牌|颜色|级别|等级|职务|岗位|职位|用途|目的|方式|口号|校训|地址|学历|范围|品种|材质|规格|课程|食材|主料|"
    "配料|版本|格式|类型|类别|奖品|口味|工艺|制式|性质|学位|主食|交通工具|保存方法|用法|用量|适应症|禁忌|成分|性状|包装)$"
)
_BARE: Final = re.compile(
    "时间|日期|地点|位置|内容|名称|金额|价格|费用|数量|对象|要求|方式|主题|人数|规格|型号|单位|编号|备注|标准|类型|类别|范围|级别|用途|目的|"
    "姓名|性别|年龄|工号|学号|职务|岗位|职位|版本|格式|日"
)
_NOT_ASKED_FOR: Final = re.compile(
    "备注|说明|规定$|情况|结果|估计|注意|附件|例如|比如|其中|合计|总计|小计|签字|盖章|签名|抄送|主送|原因|问|答|注|提示|警告|理由|评语|记录|内容|摘要|关键词|性别|页码"
)


class _Field(NamedTuple):
    """A label with its value, by their places in the passage."""

    label: str
    value: str
    start: int
    end: int


def from_fields(passage: Passage, *, traditional: bool) -> Iterator[Candidate]:
    """Questions for the fields of a passage, and for the cells of its rows."""
    place = 0
    for line in passage.text.split("\n"):
        if cells := _cells(line, place):
            yield from _of_row(passage, cells, traditional=traditional)
        else:
            for field in _fields(line, place):
                yield from _of_field(passage, field, traditional=traditional)
        place += len(line) + 1


def _fields(line: str, place: int) -> Iterator[_Field]:
    folded = fold(line)
    for found in _FIELD.finditer(folded):
        start, end = found.start("value"), found.start("value") + len(found["value"].rstrip())
        if (clause := folded.find(",", start, end)) > start and _is_whole(folded[start:clause]):
            end = clause
        yield _Field(line[slice(*found.span("label"))], line[start:end], place + start, place + end)


def _is_whole(clause: str) -> bool:
    """Whether a clause is a value by itself, whatever is said after it."""
    return any(
        value.fullmatch(clause)
        for value in (values.IS_AMOUNT, values.IS_DURATION, values.IS_NUMBER_OF, values.IS_NAME)
    ) or bool(values.HOURS.search(clause))


def _cells(line: str, place: int) -> list[_Field]:
    """The cells of a row of a table; none where a line is no row."""
    fields = []
    if "\u3000" in line:
        for cell in line.split("\u3000"):
            if found := _CELL.fullmatch(fold(cell)):
                start, end = place + found.start("value"), place + found.end("value")
                label = cell[slice(*found.span("label"))]
                fields.append(_Field(label, cell[slice(*found.span("value"))], start, end))
            place += len(cell) + 1
    return fields if len(fields) > 1 else []


def _of_row(passage: Passage, cells: list[_Field], *, traditional: bool) -> Iterator[Candidate]:
    subject, *others = cells
    if _INDEX.search(fold(subject.label)):
        if not others or not re.search("序号|编号", fold(subject.label)):
            return
        subject, *others = others
    if not _HAN_WORD.fullmatch(fold(subject.value)) or re.search("合计|总计|小计", fold(subject.value)):
        return
    for field in others:
        bare = values.IS_BARE_NUMBER.fullmatch(fold(field.value))  # its unit stands in the header
        if not bare or _NUMBERS.search(field.label):
            yield from _asked(passage, field, subject.value, traditional=traditional)


def _of_field(passage: Passage, field: _Field, *, traditional: bool) -> Iterator[Candidate]:
    label, value = fold(field.label), fold(field.value)
    if not _names_a_value(label) and is_name(label):
        if values.IS_TELEPHONE.fullmatch(value):
            words = in_script("的电话是多少？", traditional=traditional)
            yield Candidate(f"{field.label}{words}", Kind.NUMBER, passage, field.start, field.end)
            return
        if values.HOURS.fullmatch(value) and (heading := _heading_of_hours(passage)):
            words = in_script("是几点到几点？", traditional=traditional)
            yield Candidate(f"{field.label}{heading}{words}", Kind.WHEN, passage, field.start, field.end)
            return
    if holder := _HOLDER.match(value):
        start = field.start + holder.start("name")
        office = field.value[slice(*holder.span("office"))]
        words = in_script("的{}是谁？", traditional=traditional).format(office)
        if is_name(label) and _HAS_OFFICES.search(label):
            yield Candidate(f"{field.label}{words}", Kind.WHO, passage, start, start + len(holder["name"]))
        return
    owner = ""
    if (_BARE.fullmatch(label) or (_WHAT.fullmatch(label) and label != "地址")) and not (
        owner := subject_of(passage.title)
    ):
        return
    yield from _asked(passage, field, owner, traditional=traditional)


def _names_a_value(label: str) -> bool:
    return any(kind.search(label) for kind in (_NUMBERS, _ADDRESSES, _WHEN, _PLACES))


def _heading_of_hours(passage: Passage) -> str:
    heading = without_numbering(passage.title.rsplit(TITLE_SEPARATOR, 1)[-1])
    return heading if re.fullmatch("(?:开放|营业|办公|服务|工作|上课|接待|办理)[时時][间間]", heading) else ""


def _asked(passage: Passage, field: _Field, owner: str, *, traditional: bool) -> Iterator[Candidate]:
    """The question for a field, if it is one that people ask for."""
    label, value = fold(field.label), fold(field.value)
    if _NOT_ASKED_FOR.search(label) or not is_name(label) or set(value) <= set("_-—/ ×x"):
        return
    if (asked := _kind_of(label, value)) is None:
        return
    kind, words = asked
    of = in_script("的", traditional=traditional) if owner and not owner.endswith("的") else ""
    question = f"{owner}{of}{field.label}{in_script(words, traditional=traditional)}"
    yield Candidate(question, kind, passage, field.start, field.end)


def _kind_of(label: str, value: str) -> tuple[Kind, str] | None:  # noqa: PLR0911  # one line a kind
    """What a field is asked by."""
    if _NUMBERS.search(label):
        return (Kind.NUMBER, "是多少？") if values.IS_NUMBER_OF.fullmatch(value) else None
    if _ADDRESSES.search(label):
        return (Kind.NUMBER, "是什么？") if values.IS_ADDRESS_OF.fullmatch(value) else None
    if values.IS_DURATION.fullmatch(value):
        return Kind.HOW_LONG, "是多久？"
    if values.IS_AMOUNT.fullmatch(value) or values.IS_BARE_NUMBER.fullmatch(value):
        if re.search(f"(?:{values.MEASURED})$", label):
            return Kind.HOW_MUCH, "是多少？"
        return (Kind.HOW_MUCH, "多少钱？") if "元" in value else None
    if _WHEN.search(label) and values.TIME.search(value):
        return Kind.WHEN, "是几点到几点？" if values.HOURS.fullmatch(value) else "是什么时候？"
    if (
        _PEOPLE.search(label)
        and not _NO_PEOPLE.search(label)
        and re.fullmatch(r"[\u4e00-\u9fff·()]{2,20}", value)
    ):
        return Kind.WHO, "是谁？"
    if _PLACES.search(label) and len(value) >= 2:
        return Kind.WHERE, "在哪里？"
    return (Kind.WHAT, "是什么？") if _WHAT.search(label) else None
