"""Address: what people ask of the one who answers rather than of documents: 你是谁, 有哪些资料."""

import re
from typing import Final, Literal

from retrieval.documents import Reply
from retrieval.everyday.courtesy import without_courtesy
from retrieval.text import fold

Subject = Literal["self", "documents"]
"""What is asked: who answers and what they can do, or which documents there are."""

_LONGEST: Final = 100
"""Characters; what is longer asks more."""

_YOU: Final = "(?:[你妳]们?|您|这个?(?:机器人|助手|bot)|本?(?:机器人|bot))"
_WHAT: Final = "(?:什么|啥|些什么|些啥|哪些|点什么|嘛)"
_HERE: Final = (
    "(?:你们?(?:这里|这儿|这边|那里|那儿|手上|手里)?|您(?:这里|这儿|这边)?|"
    "这里|这儿|这边|库里|现在|目前|一共|总共|都)++"
)
_PAPERS: Final = "(?:资料|文档|文件|档案|资料库|知识库|文稿)"
_END: Final = "(?:的|呢|啊|呀|吗|嘛|哦|哈|了)*"

_SELF: Final = re.compile(
    "(?:"
    f"{_YOU}(?:到底|究竟)?(?:是|叫)(?:谁|{_WHAT}|哪位|什么名字|什么(?:机器人|东西|人|ai|助手|模型)|(?:干|做|搞){_WHAT})"
    f"|{_YOU}(?:叫|是)?(?:什么名字|啥名字)"
    f"|{_YOU}是(?:不是)?(?:一个)?(?:真人|人|机器人|ai|人工智能|chatgpt|gpt|大模型|人类)"
    f"|{_YOU}?(?:都)?(?:能|会|可以)(?:为我|帮我|给我|帮忙|帮人|替我)?(?:做|干|办){_WHAT}(?:事情?|活|忙)?"
    f"|{_YOU}(?:都)?(?:能|会|可以)(?:帮我|帮)?{_WHAT}(?:事情?|忙)?"
    f"|{_YOU}(?:都)?有(?:什么|哪些|啥)(?:用|用处|用途|功能|本事|能力|作用|本领)"
    f"|{_YOU}(?:的)?(?:功能|用途|作用|能力|名字)(?:是什么|有哪些|是啥)?"
    f"|{_YOU}(?:是)?(?:怎么|如何)(?:用|使用|工作)|(?:怎么|如何|咋)(?:用|使用){_YOU}"
    f"|(?:请|来|做)?(?:个)?(?:自我介绍|介绍(?:一?下)?(?:你|您)?(?:自己|你|您))(?:一?下)?(?:吧)?"
    "|who(?: are|'re| r) (?:you|u)|what(?: are|'re) you|what"
    "(?:'s| is) your name|what(?: can| do) (?:you|u) do(?: for me)?"
    "|what(?: is|'s) this(?: bot| thing)?|what does this bot do"
    "|how do (?:you|u) work|how does (?:this|it) work"
    "|introduce yourself|tell me about yourself|what are you for|who is this"
    f"){_END}"
)
_DOCUMENTS: Final = re.compile(
    "(?:"
    f"(?:{_HERE})?(?:有|存了|收了|收录了|存着|装了)(?:哪些|什么|啥|些什么|多少份?|几[份个])"
    f"(?:可以问的|能问的|可问的)?{_PAPERS}(?:可以?(?:问|查|看)|能(?:问|查))?"
    f"|{_HERE}(?:有|存了|收了)(?:哪些|什么|啥|些什么)(?:内容|材料|东西|书)?"
    f"|(?:{_HERE})(?:知道|懂|了解|读过|看过|读了|看了)(?:哪些|什么|些什么|啥|多少)(?:{_PAPERS}|内容|东西|书)?"
    f"|(?:我)?(?:能|可以|该)(?:向你|跟你|对你)?问(?:你|您)?(?:哪些|什么|些什么|啥)(?:问题|内容|东西)?"
    f"|{_PAPERS}(?:都)?有哪些|(?:列出|列一下|看看|查看)(?:所有|全部)?(?:的)?{_PAPERS}(?:列表|清单)?"
    f"|我(?:都)?(?:上传|发|加|存|传)(?:过|了)(?:哪些|什么|多少|几[份个])(?:份|个)?{_PAPERS}"
    "|(?:what|which) (?:documents?|files?|docs)"
    "(?: do you have| are (?:there|here)| have you got| can i ask(?: about)?)?"
    "|what do you (?:know|have)|what can i ask(?: you)?(?: about)?|what"
    "(?:'s| is) in here|list (?:all |the |my )?(?:documents|files|docs)"
    f"){_END}"
)


def addressed(question: str) -> Subject | None:
    """What is asked of the one who answers; None for a question about what documents say.

    Args:
        question: In either script, or in English. 有哪些资料需要提交 is a question about what documents say.
    """
    if len(question) > _LONGEST:
        return None
    for text in (question, without_courtesy(question)):
        said = re.sub(r"[^\w ']+", "", fold(text).replace("’", "'")).strip()
        if _SELF.fullmatch(said):
            return "self"
        if _DOCUMENTS.fullmatch(said):
            return "documents"
    return None


def is_answered_by_documents(question: str, reply: Reply) -> bool:
    """Whether a document itself answers the very words of a question, as a list of questions does."""
    if reply.answer is None:
        return False
    passage = reply.answer.passage
    return _letters(without_courtesy(question)) in _letters(f"{passage.title}\n{passage.text}")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
