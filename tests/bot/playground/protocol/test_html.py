from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.protocol.entities import Entity
from bot.playground.protocol.html import parse_html
from bot.playground.protocol.limits import formatted
from bot.playground.protocol.refusals import Refusal
from bot.telegram.messages.truncation import units


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>粗</b>", "粗", [Entity("bold", 0, 1)]),
        ("<STRONG>a</STRONG>", "a", [Entity("bold", 0, 1)]),
        ("😀<i>b</i>", "😀b", [Entity("italic", 2, 1)]),
        ("<u><s>x</s></u>", "x", [Entity("strikethrough", 0, 1), Entity("underline", 0, 1)]),
        (
            "<blockquote expandable>a <b>b</b></blockquote>",
            "a b",
            [Entity("expandable_blockquote", 0, 3), Entity("bold", 2, 1)],
        ),
        ("<blockquote>a</blockquote>", "a", [Entity("blockquote", 0, 1)]),
        (
            '<a href="http://x.example/?a=1&amp;b=2">x</a>',
            "x",
            [Entity("text_link", 0, 1, (("url", "http://x.example/?a=1&b=2"),))],
        ),
        ("<a>x</a>", "x", []),
        ("<a>a.example/x</a>", "a.example/x", [Entity("text_link", 0, 11, (("url", "http://a.example/x"),))]),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ('<a href="http://localhost/">x</a>', "x", []),
        ("<b></b>x", "x", []),
        ("<span class='tg-spoiler'>x</span>", "x", [Entity("spoiler", 0, 1)]),
        ("&lt;b&gt; &amp;amp; &quot; &#39; &#x6C49;", "<b> &amp; \" ' 汉", []),
        (" \n<b> a</b>b ", "ab", [Entity("bold", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(html: str, text: str, entities: list[Entity]) -> None:
    parsed = parse_html(html)
    assert parsed.text == text
    assert sorted(parsed.entities, key=str) == sorted(entities, key=str)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("汉<b>a</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("1 <2> 3", 'Unsupported start tag "2"'),
        ("<b", "Unclosed start tag"),
        ("<span>x</span>", 'must have class "tg-spoiler"'),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "can't be nested"),
        ("a & b", "Unsupported or unescaped & at byte offset 2"),
        ("&nbsp;", "Unsupported or unescaped &"),
        ("&#xD800;", "Unsupported or unescaped &"),
        ("&amp", "Unsupported or unescaped &"),
    ],
)
def test_broken_html_is_refused(html: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(html)
    assert refused.value.code == 400
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert reason in refused.value.description


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(escape(text)).text == text.strip()


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "code"]), st.text(st.characters(codec="utf-8")))))
def test_entities_cover_what_their_tags_held(pieces: list[tuple[str, str]]) -> None:
    parsed = parse_html("." + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in pieces) + ".")
    assert [parsed.part(entity) for entity in parsed.entities] == [text for _, text in pieces if text]
    assert sum(entity.length for entity in parsed.entities) + 2 == units(parsed.text)


def test_a_bot_may_give_entities_of_its_own() -> None:
    bold = {"type": "bold", "offset": 1, "length": 2, "url": None, "user": None, "language": "zh"}
    link = {"type": "text_link", "offset": 3, "length": 1, "url": "http://x.example"}
    beyond = {"type": "italic", "offset": 3, "length": 9}
    given = formatted(" <b>答", "", [beyond, link, bold])
    assert given.text == "<b>答"
    assert given.entities == (
        Entity("bold", 0, 2),
        Entity("text_link", 2, 1, (("url", "http://x.example/"),)),
    )
    assert formatted("<b>答</b>", "HTML", [link]).entities == (Entity("bold", 0, 1),)
    with pytest.raises(Refusal, match="can't parse MessageEntity"):
        formatted("x", "", [{"type": "bold"}])


def test_commands_in_what_the_bot_says_are_found_outside_of_code_and_links() -> None:
    said = formatted('看 /docs 或 <code>/ask 问</code>，<a href="https://a.example">/help</a>', "HTML")
    assert [(entity.type, entity.offset) for entity in said.entities] == [
        ("bot_command", 2),
        ("code", 10),
        ("text_link", 17),
    ]
