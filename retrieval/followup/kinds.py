"""Kinds of words that questions are made of, as patterns over folded text."""

import re
from typing import Literal

from retrieval.text import fold

Kind = Literal["person", "place", "time", "quantity", "reason", "thing"]

_UNITS = (
    "钱|亿元|万元|元|平方公里|平方米|公里|千米|公顷|万吨|个?小时|分钟|个?工作日|个月|人次|号线|"
    "[米亩吨家名个座栋次天年月岁册本条件项支只台辆套枚艘位所间张块户场届期倍种层楼部人道%度]"
)

ASKING: tuple[tuple[Kind, str], ...] = (
    ("reason", "为什么|为何|为啥|什么原因|怎么会"),
    ("time", "什么时候|什么时间|何时|几时|啥时候|哪一?[年天月日]|几月几?[日号]?|几[号点]"),
    ("place", "哪里人?|哪儿|什么地方|哪个(?:城市|地方|省|国家|区)|何处|何地"),
    ("person", "谁|哪位|何人|什么人"),
    ("quantity", f"多少(?:{_UNITS})?|几(?:{_UNITS})|多(?:长时间|[大长高远重宽深久快])"),
    (
        "thing",
        "什么|是不是|还是|有没有|能不能|会不会|要不要|是否|能否|有无|哪些|哪一?[个家支种项座条本几款]|哪|何种|怎么样|怎样|怎么|如何|几",
    ),
)
"""How each kind is asked for, the longest forms first."""

ASKS = re.compile("|".join(f"(?P<{kind}>{forms})" for kind, forms in ASKING))

_ATTRIBUTES: tuple[tuple[Kind, str], ...] = (
    (
        "person",
        "(?:常务)?(?:副|总)?(?:理事|董事|秘书|[局厂校院所会区县市省镇乡村处科部组队站店社行台馆园])长|书记|(?:副?班|教导|教务)?主任|"
        "经理|主席|总裁|总监|负责人|联系人|发言人|法人|法定代表人|教练|作者|记者|主编|导演|设计师|创始人|"
        "冠军|亚军|季军|得主|主角|主演|编剧",
    ),
    ("place", "地点|地址|位置|总部|起点|终点|选址|产地|目的地|所在地|籍贯"),
    ("time", "时间|日期|生日"),
    (
        "quantity",
        "规模|面积|全长|[长高宽深温速]度|人口|产量|产值|产能|价格|票价|门票|房价|造价|成本|金额|总额|销售额|成交额|"
        "投资|出资|资金|费用|收入|营收|利润|增速|增幅|比例|占比|[^频汇概]率|数量|总量|[人次]数|容量|能力|奖金|工资|"
        "补贴|预算|里程|时速|车程|销量|寿命|存续期|有效期|期限|年龄|身高|重量|体积|距离|gdp",
    ),
    (
        "thing",
        "名称|名字|电话|邮箱|网址|原因|内容|目的|目标|职务|职责|条件|要求|流程|特点|功能|作用|意义|主题|原则",
    ),
)
_MODIFIERS = "总|副|首任|现任|前任|首期|二期|三期|最高|最低|平均|常住|户籍|预计|计划|(?<![0-9])[年月日]"

ATTRIBUTES = tuple((kind, re.compile(f"(?:{_MODIFIERS})*(?:{words})$")) for kind, words in _ATTRIBUTES)
"""What can be asked of nearly anything, at the end of a text, by what kind of answer it has."""

DEFAULT_ASKING: dict[Kind, str] = {
    "person": "是谁",
    "place": "在哪里",
    "time": "是什么时候",
    "quantity": "是多少",
    "reason": "是什么",
    "thing": "是什么",
}

ENTITY = re.compile(
    ".{2}(?:公司|集团|企业|银行|大学|学院|[大中小]学|学校|医院|基金|公园|[园区县市省镇乡村湾]|街道|大道|[路桥站港厂馆局院所"
    "塔湖河江山岛]|隧道|铁路|高铁|地铁|[0-9一二三四五六七八九十]号线|机场|码头|水库|风电场|大厦|中心|委员会|协会|联盟|"
    "实验室|项目|工程|计划|办法|条例|规定|方案|[大比联]?赛|节|[大年展博峰]会|论坛|专列|平台|系统)$"
)
"""The end of a noun phrase that names one thing of its kind."""

NUMBER = "[0-9一二三四五六七八九十百两]+"
TIMES = re.compile(
    f"(?:{NUMBER}年(?:度|底|初)?|[去今明前]年|上年|{NUMBER}月份?|{NUMBER}[日号](?!线)|[上下]半年|第?{NUMBER}季度|"
    "上个?月|本月|下个?月|上周|本周|下周|昨天|今天|明天|目前|现在|的)+"
)
ORDINAL = re.compile(
    f"(?:第{NUMBER}|{NUMBER}|首|末|上一?|下一?)(?P<of>期|届|次|批|轮|阶段|号线|标段|代|号楼|号|名|位|版|章|条)"
)
COUNTED = re.compile(f"{NUMBER}(?P<of>[^0-9a-z]{{1,2}})")
BARE_TERM = re.compile(
    "(?:一般|要|能|可以|得|先|最[少多])*[租住学签干做玩借押存包待](?:了|的)?"
    "(?:(?:几|多少)个?(?:年|月|天|周|日|晚|季度|小时|星期|学期)|多久|多长时间)"
)
"""How long one does something, of which nothing more is said: 租几年. No money lasts so long."""
PHASES = frozenset(["期", "批", "轮", "阶段", "标段"])

UNITED = re.compile(
    "[班假会名门业卡饭学房课试职休薪工账票钱证款税费货单资检诉车雨雪机电水网包岗户约修考痛经住餐馆园烊药烟酒泳血]$"
)
"""The end of verbs that hold their object, and so say what they ask of: 下班, 报名, 请假."""
VERBS = re.compile("质保|保用|续航|代表|借书")
"""What is said of a topic, and the dictionary takes for nouns."""
THING_ENDS = re.compile("间|服务")
"""What the name of a thing ends with, and the dictionary takes for something else: 豪华间, 月嫂服务."""

PEOPLE = re.compile("(?<!其)[他她]们?")
THINGS = re.compile(
    "(?<!其)它们?|其(?![他中余实次它])|(?:该|此|[这那](?:一|几|些)?)(?:[个座家位所条项笔支种件场次本部款片只名趟辆艘架首篇份批届期]|(?=[^里儿边么时些样]))"
)
PLACES = re.compile("[那这][里儿边]|当地|该地|此地")
MOMENTS = re.compile("那时候?|当时|那[年天]|当[年天]")

TRAITS = re.compile(
    "哪里人|[男女]的|性别|多大(?:年纪|岁数|了)?$|几岁|年龄|什么职务|职务|毕业|出生|生于|籍贯|学历"
)
"""What is asked of people alone."""

TALK = re.compile(  # nothing is tried twice: people may say it a thousand times
    r"(?:(?:thank you|谢谢(?:[你您](?!好))?|多谢|感谢|辛苦了?|好的?|[嗯哦啊哈]|[你您]好|大家好|早上好|早安|"
    r"下午好|晚上好|晚安|在吗|知道了|收到|明白了?|了解了?|再见|拜拜|不错|厉害|ok|thanks?|hi|hello|对的?|是的?|不对|错了)\W*+)++"
)
"""What people say that asks nothing."""
MORE = re.compile("(?:还有|其他|其它|别的|更多)(?:的|答案|吗|呢|谁|哪些|什么)*")

LEAD = re.compile(
    '(?:那么|那(?![里儿边个座家位些种时年天笔项场])|还有(?!.{0,2}$)|然后|另外|请问|再问一下|而|[^\\w《》“”"「」『』()])+'
)
TAIL = re.compile(
    r"(?<![呢啊呀嘛吧哦])(?<![^\w《》“”\"「」『』()])(?:[呢啊呀嘛吧哦]|[^\w《》“”\"「」『』()])++$"
)
LEANING = re.compile(
    "一共|总共|大约|共有|最[多快高大早]|已经|达到|位于|都是|就是|[是由在有为叫于从被把将共约已都会能要达到又还了过着的,]"
)
"""A word that stands between a subject and the words that ask."""


def core_of(said: str) -> str:
    """A text, folded or not, without the words that only lead to it or end it, 吗 excepted."""
    folded = fold(said)
    tail = TAIL.search(folded)
    end = tail.start() if tail else len(folded)
    lead = LEAD.match(folded[:end])
    return said[lead.end() if lead else 0 : end]
