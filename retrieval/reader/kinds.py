"""Kinds of questions: what is asked for, told by the words that ask."""

import re
from enum import StrEnum

from retrieval.text import fold


class Kind(StrEnum):
    """What a question asks for."""

    AMOUNT = "amount"
    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    NAME = "name"
    LIST = "list"
    REASON = "reason"
    MANNER = "manner"
    OTHER = "other"


def _either(*alternatives: str) -> str:
    words = " ".join(alternatives).split()
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_MEASURE = _either(
    "元 块 块钱 钱 美元 港元 欧元 英镑 日元 日圆 卢布 人民币 美金",
    "公里 千米 米 厘米 毫米 英里 英尺 英寸 海里 公尺 公分 里 寸 光年",
    "平方米 平方公里 平方千米 亩 公顷 平米 立方米",
    "吨 公斤 千克 克 斤 磅 升 毫升 千瓦 兆瓦 度 摄氏度 分贝 大卡 千卡 伏 瓦 倍",
)
_TIMESPAN = _either(
    "年 月 天 日 周 星期 小时 分钟 秒 世纪 周年 学期 钟头 岁 周岁 工作日",
    "个月 个工作日 个小时 个星期 个世纪 个钟头 个学期",
)
_HOW_MANY = r"(?:多少|(?<!第)几(?!乎))[十百千万亿]*"
_WHICH = r"(?:[哪那](?:[一两二三四五六七八九十几]?[个家所间支位名座部种项些大])?|什么)"

# The first that is found counts: 多少家公司 asks for a count, 什么原因 for a reason, 哪一年 for a date.
_ASKING = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.REASON, r"为什么|为何|为啥|何以|何故|原因|缘故|怎么回事|什么导致"),
        (
            Kind.SHARE,
            r"百分之几|百分之多少|百分比|几成|(?:比例|占比|增速|[增涨跌降]幅|率)[是为有达]?(?:多少|多大|多高|几)|"
            r"(?:占|增长|增加|下降|减少|上涨|下跌)了?多少$",
        ),
        (
            Kind.DATE,
            r"什么时[候间]|何时|啥时|何[年月日]|[哪那]一?[年天月日]|几[时月号点]|"
            r"(?:什么|哪一?个?)(?:年代|时期|时代|日期|日子|朝代|季节|年份|世纪|月|时间)|(?:时间|日期|年份)[是为]?$",
        ),
        (Kind.DURATION, rf"多久|多长时间|{_HOW_MANY}{_TIMESPAN}"),
        (
            Kind.AMOUNT,
            rf"{_HOW_MANY}{_MEASURE}|多[大高长远深宽重快厚]|"
            r"(?:价格|身高|体重|面积|[长高宽深]度|海拔|距离|规模)[^谁哪什]{0,4}多少$",
        ),
        (Kind.COUNT, rf"{_HOW_MANY}[^\W\d_]"),
        (Kind.NUMBER, r"多少|几(?!乎)|若干"),
        (
            Kind.PERSON,
            rf"谁|何人|什么人|哪一?[位名]|{_WHICH}(?:人|作家|导演|演员|歌手|皇帝|国王|球员|总统|学者|诗人)|"
            r"(?:作者|导演|主演|创始人|校长|市长|主席|总统|董事长|书记|经理|主任)(?:是|为|叫|叫什么.*)?$",
        ),
        (
            Kind.ORGANISATION,
            rf"{_WHICH}(?:公司|企业|机构|组织|单位|部门|大学|学校|学院|银行|医院|球队|俱乐部|政党|集团|研究所|"
            r"委员会|协会|政府|军队|出版社|电视台|乐[队团]|政权)|哪一?[家所支]",
        ),
        (
            Kind.PLACE,
            rf"哪里|哪儿|何[处地]|什么地方|在哪$|{_WHICH}(?:国家|城市|省|市|县|地区|地方|区|州|岛|洲|地点|国|湖|河|山|位置)|"
            r"(?:地点|位置|地址|首都|省会)(?:[是在为]|$)",
        ),
        (Kind.LIST, r"哪[几些两二三四五六七八九十]|分别|有什么(?!关系|意义|用)|包括什么"),
        (
            Kind.NAME,
            r"叫做?什么|何名|哪一?[部本首集]|(?:名字|名称|别名|原名|简称|全称|英文名?|又称|称[为作])[是叫为]?什么|"
            rf"{_WHICH}(?:书|歌|专辑|电影|作品|节目|小说|游戏|文件|名字|称号|名称)",
        ),
        (Kind.MANNER, r"怎么|怎样|如何|咋|什么方[法式]"),
    )
)


def kind_of_question(question: str) -> Kind:
    """Tell what a question asks for, in either script; OTHER where its words do not tell."""
    folded = fold(question).strip(" ?？。")
    return next((kind for kind, asking in _ASKING if asking.search(folded)), Kind.OTHER)
