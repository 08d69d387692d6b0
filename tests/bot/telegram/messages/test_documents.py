from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.protocol.html import parse_html
from bot.playground.protocol.keyboards import checked_keyboard
from bot.telegram.messages.answers import MESSAGE_UNITS
from bot.telegram.messages.button_kinds import DocumentAction, DocumentButton, DocumentScope
from bot.telegram.messages.documents import (
    PAGE,
    DocumentList,
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


@pytest.mark.parametrize(("own", "public"), list(product((0, 1, PAGE, PAGE + 1), repeat=2)))
def test_every_document_is_on_one_page(own: int, public: int) -> None:
    listed = document_list(own, public)
    pages = [render_page(listed, page, set(DocumentScope), HANS) for page in range(listed.pages)]
    data = [
        DocumentButton.decode(str(button.callback_data))
        for _, keyboard in pages
        for row in (keyboard.inline_keyboard if keyboard else ())
        for button in row
    ]
    asks = [(press.scope, press.document) for press in data if press and press.action is DocumentAction.ASK]
    wanted = [(DocumentScope.OWN, e.id) for e in listed.own] + [
        (DocumentScope.PUBLIC, e.id) for e in listed.public
    ]
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
    html, keyboard = render_page(document_list(is_group=is_group), 0, set(DocumentScope), translator)
    none = translator.plain("docs-group-none") if is_group else translator.plain("docs-own-none")
    assert none in html
    assert translator.plain("docs-public-none") in html
    assert keyboard is None
    with_sample, keyboard = render_page(
        document_list(sample=1, is_group=is_group), 0, set(DocumentScope), translator
    )
    assert "示例.txt" in with_sample
    assert keyboard is None


def test_only_what_may_be_removed_has_a_button() -> None:
    for removable in ([], [DocumentScope.OWN], [DocumentScope.PUBLIC]):
        _, keyboard = render_page(document_list(2, 2), 0, removable, HANS)
        presses = [
            DocumentButton.decode(str(b.callback_data))
            for row in (keyboard or _None).inline_keyboard
            for b in row
        ]
        assert {press.scope for press in presses if press} == set(removable)


class _None:
    inline_keyboard = ()


@given(st.text(), st.text(), st.sampled_from(Language))
def test_whatever_documents_are_called_telegram_takes_it(name: str, title: str, language: Language) -> None:
    translator, source = Translator(language), f"{name}.txt"
    listed = DocumentList(
        [entry(LARGEST, source * 50, title * 50)] * 9, [entry(1, source, title)] * 9, [], 50, True
    )
    for page in range(listed.pages):
        html, keyboard = render_page(listed, page, set(DocumentScope), translator)
        assert units(parse_html(html).text) <= MESSAGE_UNITS
        assert {entity.type for entity in parse_html(html).entities} == {"bold"}
        assert keyboard
        checked_keyboard(keyboard.to_dict())
    html, keyboard = render_question(
        listed.own[0], DocumentButton(DocumentAction.ASK, DocumentScope.OWN, LARGEST), translator
    )
    assert len(parse_html(html).parts("bold")) == 1
    checked_keyboard(keyboard.to_dict())
