"""What Telegram finds in texts, removes from them, and keeps of them."""

import pytest

from bot.playground.protocol.entities import Entity, Formatted
from bot.playground.protocol.limits import formatted
from bot.playground.protocol.links import checked_link
from bot.playground.protocol.quotes import text_quote
from bot.playground.protocol.refusals import Refusal
from bot.playground.protocol.texts import parsed, typed_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ask 问题", [("bot_command", "/ask")]),
        ("/ask@my_bot 问题", [("bot_command", "/ask@my_bot")]),
        ("先 /help", [("bot_command", "/help")]),
        ("/ask问题", []),
        ("a/b", []),
        ("@someone 你好", [("mention", "@someone")]),
        ("你好@someone", []),
        ("看 https://a.example/路?x=1#y。", [("url", "https://a.example/路?x=1#y。")]),
        ("(见 https://a.example/x).", [("url", "https://a.example/x")]),
        ("见 https://a.example/x_(y), 好", [("url", "https://a.example/x_(y)")]),
        ("打开 www.example.com 或 b.cn:80/a", [("url", "www.example.com"), ("url", "b.cn:80/a")]),
        ("读我.md 与 通知.txt", [("url", "读我.md")]),
        ("见example.com吧", []),
        ("3.5 亿元，v1.2.3，a.b", []),
        ("http://192.168.0.1/x", [("url", "http://192.168.0.1/x")]),
        ("https://localhost/x", []),
        ("https://t.example/@someone /ask", [("url", "https://t.example/@someone"), ("bot_command", "/ask")]),
        ("写信给 zhang.san@mail.example。", [("email", "zhang.san@mail.example")]),
        ("mail me@example.com", [("email", "me@example.com")]),
        ("#基金 #2025 ##x a#b", [("hashtag", "#基金")]),
        ("$USD $usd", [("cashtag", "$USD")]),
    ],
)
def test_what_telegram_finds(text: str, found: list[tuple[str, str]]) -> None:
    content = typed_text(text)
    assert content.text == text
    assert [(entity.type, content.part(entity)) for entity in content.entities] == found


def test_nothing_is_found_in_code_and_links() -> None:
    html = '看 /docs 或 <code>/ask a.com</code>，<a href="https://a.example">/help b.com</a> <b>c.com</b>'
    said = formatted(html, "HTML")
    assert [entity.type for entity in said.entities] == ["bot_command", "code", "text_link", "bold", "url"]


def test_long_texts_without_anything_are_searched_in_no_time() -> None:
    for text in ("a" * 4096, "a." * 2048, "a-" * 2048, "#" * 4096, "https://" * 512, "a@" * 2048):
        assert typed_text(text).text == text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\x00b\x07c\td\x1fe", "a b c d e"),
        ("a\r\nb", "a\nb"),
        ("12\u202e34\u202c", "1234"),
        ("a\u2028b\u2029c", "abc"),
        ("\x00 x\x07", "x"),
        ("\u2066a\u2069\u200b", "\u2066a\u2069\u200b"),
    ],
)
def test_control_characters_and_marks_of_direction_go(sent: str, kept: str) -> None:
    assert typed_text(sent).text == kept
    assert formatted(sent, "").text == kept


def test_formats_move_with_what_is_removed() -> None:
    content = formatted("\u202e😀&#x202e;<b>a&#x202d;b</b><i>&#x202e;</i>\x00<code>c</code>", "HTML")
    assert content.text == "😀ab c"
    assert [(entity.type, content.part(entity)) for entity in content.entities] == [
        ("bold", "ab"),
        ("code", "c"),
    ]


def test_a_text_of_removed_characters_only_is_empty() -> None:
    with pytest.raises(Refusal, match="message text is empty"):
        formatted("\u202e\x00", "")


def test_a_hundred_entities_are_kept() -> None:
    content = formatted(" ".join(f"<b>{number}</b>" for number in range(150)), "HTML")
    assert content.parts("bold") == [str(number) for number in range(100)]
    assert len(typed_text("#a " * 150).entities) == 100


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTP://A.example?x", "http://a.example/?x"),
        ("a.example:81/x", "http://a.example:81/x"),
        ("tg:resolve?domain=x", "tg://resolve?domain=x"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("javascript:alert(1)", ""),
        ("JavaScript://a.example/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://a.example", ""),
        ("http://localhost", ""),
        ("http://a b.example", ""),
        ("", ""),
    ],
)
def test_links(url: str, kept: str) -> None:
    assert checked_link(url) == kept


def test_a_quote_is_found_where_it_stands() -> None:
    content = parsed("😀共3亿元，又3亿元，再<b>3</b>亿元", "HTML")
    assert text_quote(content, Formatted("3亿元")) == {"text": "3亿元", "position": 3, "is_manual": True}
    assert text_quote(content, Formatted("3亿元"), near=9)["position"] == 8
    bold = Formatted("3亿元", (Entity("bold", 0, 1),))
    quote = text_quote(content, bold)
    assert (quote["position"], quote["entities"]) == (13, [{"type": "bold", "offset": 0, "length": 1}])


@pytest.mark.parametrize(
    "quote", [Formatted("4亿元"), Formatted("3亿元", (Entity("bold", 0, 3),)), Formatted("元" * 1025)]
)
def test_a_quote_that_is_not_there(quote: Formatted) -> None:
    with pytest.raises(Refusal, match="QUOTE_TEXT_INVALID"):
        text_quote(Formatted("共3亿元" + "元" * 1025), quote)
