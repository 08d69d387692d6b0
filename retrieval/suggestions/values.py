"""Values that a text states: amounts, durations, dates, names, numbers to reach someone by."""

import re
from typing import Final

_DIGITS: Final = "〇零一二两三四五六七八九十百千万亿半"
NUMBER: Final = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[十百千万亿]*|[{_DIGITS}]+)"
TIME_UNIT: Final = "(?:个?(?:日历日|工作日|月|小时|星期|学期|学年|半月)|周年|周岁|[年天周日]|分钟|课时)"
UNIT: Final = (
    "(?:元|美元|欧元|港元|日元|块钱|块|%|平方米|平方公里|立方米|公里|千米|厘米|毫米|海里|米|亩|公顷|吨|公斤|千克|克|毫升|升|"
    "千瓦时|千瓦|兆瓦|摄氏度|度|℃|人次|人|名|家|台|套|间|个|件|户|位|辆|册|篇|张|倍|分|页|层|座|项|次|字|mm|cm|km|kg|gb|m|g|t|w)"
)
AMOUNT: Final = rf"(?:人民币)?{NUMBER}(?:余|多)?{UNIT}(?:/[\u4e00-\u9fff]{{1,3}}|每[\u4e00-\u9fff]{{1,2}})?"
DURATION: Final = rf"{NUMBER}(?:余|多)?{TIME_UNIT}(?:半)?(?:之内|以内|内)?"
_SMALL: Final = rf"(?:\d{{1,2}}|[{_DIGITS}]{{1,3}})"
_CLOCK: Final = rf"(?:\d{{1,2}}:\d{{2}}|{_SMALL}[点时](?:半|整|{_SMALL}分?)?)"
_PART_OF_DAY: Final = "(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚)"
_YEAR: Final = rf"(?:(?:\d{{4}}|[{_DIGITS}]{{4}})年)"
_DAY: Final = (
    rf"{_YEAR}?{_SMALL}月{_SMALL}[日号]|{_YEAR}{_SMALL}月(?:底|初|中旬|上旬|下旬)?|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|每(?:周|星期)[一二三四五六日天]|{_YEAR}(?:底|初)?"
)
_WEEKDAY: Final = r"(?:\((?:星期|周)[一二三四五六日天]\))"
DATE: Final = rf"(?:(?:{_DAY}){_WEEKDAY}?{_PART_OF_DAY}?(?:{_CLOCK})?|{_PART_OF_DAY}{_CLOCK})"
TIME: Final = re.compile(rf"{DATE}|{_CLOCK}")
HOURS: Final = re.compile(rf"{_CLOCK}\s*(?:[-~—–至到]+)\s*(?:次日)?(?:{_PART_OF_DAY})?{_CLOCK}")
IS_AMOUNT: Final = re.compile(rf"(?:约|共|不超过|不低于|至少|最多|每\S{{1,3}})?{AMOUNT}")
IS_DURATION: Final = re.compile(rf"(?:约|共|不超过|不少于|至少|最长)?{DURATION}")
IS_BARE_NUMBER: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")
IS_NUMBER_OF: Final = re.compile(r"[0-9a-z+()（）\-\s/转分机#]*\d{3}[0-9a-z+()（）\-\s/转分机#]*")
TELEPHONE: Final = (
    r"(?:(?:\d{3,4}-)?\d{3,4}-\d{3,4}(?:转\d+)?|0\d{2,3}-\d{7,8}|1[3-9]\d(?:\s?\d{4}){2}|\d{7,8}|400\d{7}"
    r"|9\d{4})"
)
IS_TELEPHONE: Final = re.compile(TELEPHONE)
IS_ADDRESS_OF: Final = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")

MEASURED: Final = (
    "金|费|额|费用|金额|总额|余额|销售额|成交额|投资额|额度|限额|价|价格|票价|单价|总价|率|比例|面积|规模|高度|全长|总长|长度|宽度|深度|重量|容量|"
    "产量|人数|名额|工资|月薪|年薪|底薪|补贴|津贴|补助|标准|奖金|罚款|总投资|投资|收入|利润|温度|总分|满分|分数|距离|里程|载重|总数|库存|学费|"
    "定价|造价|产能|功率|电压|海拔|人口|藏书|总量|时数|座位数|户数|天数|次数|倍数|系数|预算|投入|出资|造价|单价|学分|课时|净重|毛重|尺寸|内存|像素"
)
"""What nouns end in that are measured."""

SURNAMES: Final = (
    "(?:欧阳|司马|诸葛|上官|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
    "施洪季俞柯祝裴霍聂管庄柳齐纪章岳倪温翁凌童葛简阮])"
)
NAME: Final = rf"{SURNAMES}[\u4e00-\u9fff]{{1,2}}"
IS_NAME: Final = re.compile(rf"{NAME}(?:先生|女士|老师|同志|教授)?")
OFFICES: Final = (
    "主任|经理|书记|校长|院长|处长|局长|科长|部长|市长|区长|县长|镇长|村长|会长|社长|馆长|站长|台长|行长|理事长|园长|厂长|所长|组长|队长|"
    "班长|团长|董事长|秘书长|总裁|总监|主席|负责人|法定代表人|法人代表|发言人|教练|主编|联系人|主持人|主讲人|班主任|辅导员|经办人|"
    "项目经理|总工程师|监理工程师|店长|主管|导师|作者|编剧|导演|设计师"
)
