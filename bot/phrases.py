"""What the bot says of itself, in Telegram's HTML where a function makes it, else plain."""

from html import escape
from typing import Final

COMMANDS: Final = (
    ("ask", "提一个问题：/ask 问题"),
    ("help", "怎么用"),
    ("start", "开始"),
)

HOW_TO_ASK: Final = (
    "在 /ask 后面写上问题，例如：/ask 基金总规模是多少\n也可以用 /ask 回复一条文字消息，把那条消息当作问题。"
)
TEXT_ONLY: Final = "我只读得懂文字。请把问题写成一句话发给我。"
UNKNOWN_COMMAND: Final = "没有这个命令。直接把问题发给我就好，/help 看用法。"
READY: Final = "请把问题直接发给我，写得完整一些更容易找到。"
TROUBLE: Final = "抱歉，刚才出了点问题，没能回答。请稍后再试。"

INLINE_TITLE: Final = "怎么提问"
INLINE_BUTTON_HELP: Final = "和我私聊提问"
INLINE_BUTTON_MISSING: Final = "没有找到，去和我私聊"


def welcome(username: str) -> str:
    """The first message to a person.

    Args:
        username: The bot's own, without @.
    """
    return (
        "你好！把问题直接发给我，我从文档里找出能回答它的<b>原话</b>，连同所在的段落和出处一起给你。\n"
        f"找不到就说没有找到，从不编造。\n\n{_elsewhere(username)}"
    )


def usage(username: str) -> str:
    """How to use the bot.

    Args:
        username: The bot's own, without @.
    """
    return (
        "<b>怎么提问</b>\n"
        "· 私聊：直接发问题，例如：基金总规模是多少？\n"
        f"{_elsewhere(username)}\n\n"
        "<b>怎么看答案</b>\n"
        "第一行是答案，下面是它所在的段落（点开可看全文），再下面是标题和文件名。所有文字都出自文档。"
    )


def inline_hint(username: str) -> str:
    """What an inline query without a question offers.

    Args:
        username: The bot's own, without @.
    """
    return f"在 @{username} 后面写上问题，例如：@{username} 基金总规模是多少"


def _elsewhere(username: str) -> str:
    name = escape(username, quote=False)
    return (
        f"· 群里：/ask 加上问题，或者直接回复我的消息\n· 任何对话里：输入 @{name} 加上问题，选一个答案发出去"
    )
