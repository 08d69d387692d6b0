import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.protocol.html import parse_html
from bot.playground.protocol.limits import check_keyboard
from bot.telegram.messages.answers import MESSAGE_UNITS
from bot.telegram.messages.documents import (
    PAGE,
    PRESSED,
    ButtonAction,
    DocumentList,
    Part,
    Press,
    render_page,
    render_question,
)
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from retrieval.storage.store import Entry

HANS = Translator(Language.SIMPLIFIED)
LARGEST = 2**62


def entry(number: int, source: str = "", title: str = "题") -> Entry:
    return Entry(number, "user-5", source or f"{number}.txt", f"upload:{number}", title, 1, number, "")


def document_list(own: int = 0, public: int = 0, sample: int = 0, *, is_group: bool = False) -> DocumentList:
    return DocumentList(
        own=[entry(n + 1) for n in range(own)],
        public=[entry(n + 1001) for n in range(public)],
        sample=[entry(n + 5001, "示例.txt") for n in range(sample)],
        most=50,
        is_group=is_group,
    )


@given(st.sampled_from(ButtonAction), st.integers(0, 99999), st.sampled_from(Part), st.integers(0, LARGEST))
def test_a_button_is_understood_as_it_was_made(
    action: ButtonAction, page: int, part: Part, document: int
) -> None:
    press = Press(action, page, part, document)
    assert Press.of(str(press)) == press
    assert len(str(press)) <= 28


@pytest.mark.parametrize(
    "data",
    [
        "",
        "d:l:o:0",
        "d:l:o:0:-1",
        "d:l:o::0",
        "d:x:o:0:0",
        "d:l:x:0:0",
        "d:l:o:g:0",
        "d:l:o:0:0 ",
        "d:L:o:0:0",
    ],
)
def test_what_no_button_says_is_none(data: str) -> None:
    assert Press.of(data) is None


@given(st.text())
def test_anything_may_be_pressed(data: str) -> None:
    press = Press.of(data)
    assert press is None or Press.of(str(press)) == press


@pytest.mark.parametrize(("own", "public"), list(product((0, 1, PAGE, PAGE + 1), repeat=2)))
def test_every_document_is_on_one_page(own: int, public: int) -> None:
    listed = document_list(own, public)
    pages = [render_page(listed, page, set(Part), HANS) for page in range(listed.pages)]
    data = [
        Press.of(str(button.callback_data))
        for _, keyboard in pages
        for row in (keyboard.inline_keyboard if keyboard else ())
        for button in row
    ]
    asks = [(press.part, press.document) for press in data if press and press.action is ButtonAction.ASK]
    wanted = [(Part.OWN, e.id) for e in listed.own] + [(Part.PUBLIC, e.id) for e in listed.public]
    assert asks == wanted
    for number, (html, _) in enumerate(pages):
        shown = [e.source for _, _, e in listed.on(number)]
        assert all(f" {source}" in parse_html(html).text for source in shown)


def test_headings_say_how_many_there_are() -> None:
    listed = document_list(PAGE + 1, 2)
    first, second = (parse_html(render_page(listed, page, (), HANS)[0]) for page in range(2))
    assert first.parts("bold") == [f"你的文档（{PAGE + 1}/50）"]
    assert second.parts("bold") == [f"你的文档（{PAGE + 1}/50）", "公共文档（2）"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("is_group", [False, True])
def test_what_is_missing_is_said_with_what_to_do(language: Language, *, is_group: bool) -> None:
    translator = Translator(language)
    html, keyboard = render_page(document_list(is_group=is_group), 0, set(Part), translator)
    none = translator.plain("docs-group-none") if is_group else translator.plain("docs-own-none")
    assert none in html
    assert translator.plain("docs-public-none") in html
    assert keyboard is None
    with_sample, keyboard = render_page(document_list(sample=1, is_group=is_group), 0, set(Part), translator)
    assert "示例.txt" in with_sample
    assert keyboard is None


def test_only_what_may_be_removed_has_a_button() -> None:
    for removable in ([], [Part.OWN], [Part.PUBLIC]):
        _, keyboard = render_page(document_list(2, 2), 0, removable, HANS)
        presses = [Press.of(str(b.callback_data)) for row in (keyboard or _None).inline_keyboard for b in row]
        assert {press.part for press in presses if press} == set(removable)


class _None:
    inline_keyboard = ()


@given(st.text(), st.text(), st.sampled_from(Language))
def test_whatever_documents_are_called_telegram_takes_it(name: str, title: str, language: Language) -> None:
    translator, source = Translator(language), f"{name}.txt"
    listed = DocumentList(
        [entry(LARGEST, source * 50, title * 50)] * 9, [entry(1, source, title)] * 9, [], 50, True
    )
    for page in range(listed.pages):
        html, keyboard = render_page(listed, page, set(Part), translator)
        assert units(parse_html(html).text) <= MESSAGE_UNITS
        assert {entity.type for entity in parse_html(html).entities} == {"bold"}
        assert keyboard
        check_keyboard(keyboard.to_dict())
    html, keyboard = render_question(listed.own[0], Press(ButtonAction.ASK, 0, Part.OWN, LARGEST), translator)
    assert len(parse_html(html).parts("bold")) == 1
    check_keyboard(keyboard.to_dict())


def test_buttons_are_told_from_others_by_their_pattern() -> None:
    assert re.match(PRESSED, str(Press(ButtonAction.REMOVE, 99999, Part.PUBLIC, LARGEST)))
    assert not re.match(PRESSED, "t:1:a:0")
