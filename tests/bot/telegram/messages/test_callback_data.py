"""Callback data of every kind of button: what is written, what is read, and what is refused."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.messages.button_kinds import (
    AnswerAction,
    AnswerButton,
    DocumentAction,
    DocumentButton,
    DocumentScope,
    ExportButton,
    ForgetButton,
    ForgetChoice,
    ForwardButton,
    ForwardChoice,
    GroupButton,
    GroupReplies,
    LanguageButton,
    SuggestionButton,
    UnansweredPageButton,
    UploadButton,
    UploadTarget,
)
from bot.telegram.messages.callback_data import MAX_BYTES, CallbackData
from bot.telegram.messages.translations import Language

LAST_ID = (1 << 63) - 1

BUTTONS: st.SearchStrategy[CallbackData] = st.one_of(
    st.builds(
        AnswerButton, st.integers(0, LAST_ID), st.sampled_from(AnswerAction), position=st.integers(0, 9)
    ),
    st.builds(
        DocumentButton,
        st.sampled_from(DocumentAction),
        st.sampled_from(DocumentScope),
        st.integers(0, LAST_ID),
        st.integers(0, 99999),
    ),
    st.builds(ForgetButton, st.sampled_from(ForgetChoice), st.integers(0, LAST_ID)),
    st.builds(GroupButton, st.sampled_from(GroupReplies)),
    st.builds(SuggestionButton, st.integers(0, LAST_ID)),
    st.builds(LanguageButton, st.sampled_from(Language)),
    st.builds(UnansweredPageButton, st.integers(0, 999999)),
    st.just(ExportButton()),
    st.builds(UploadButton, st.sampled_from(UploadTarget)),
    st.builds(ForwardButton, st.sampled_from(ForwardChoice)),
)

SENT: list[tuple[CallbackData, str]] = [
    (AnswerButton(7, AnswerAction.ANSWER, 0), "t:7:a:0"),
    (AnswerButton(LAST_ID, AnswerAction.USELESS, 9), "t:1y2p0ij32e8e7:n:9"),
    (DocumentButton(DocumentAction.LIST, page=3), "d:l:o:0:3"),
    (DocumentButton(DocumentAction.REMOVE, DocumentScope.PUBLIC, 255, 12), "d:y:p:ff:12"),
    (ForgetButton(ForgetChoice.DELETE, 5), "forget:yes:5"),
    (ForgetButton(ForgetChoice.KEEP, LAST_ID), f"forget:no:{LAST_ID}"),
    (GroupButton(GroupReplies.CALLED), "group:called"),
    (GroupButton(GroupReplies.ALL), "group:all"),
    (SuggestionButton(LAST_ID), "q:1y2p0ij32e8e7"),
    (LanguageButton(Language.TRADITIONAL), "lang:zh-Hant"),
    (UnansweredPageButton(999999), "missing:999999"),
    (ExportButton(), "missing:export"),
    (UploadButton(UploadTarget.PUBLIC), "upload:public"),
    (UploadButton(UploadTarget.OWN), "upload:own"),
    (ForwardButton(ForwardChoice.OWN), "forwards:own"),
    (ForwardButton(ForwardChoice.PUBLIC), "forwards:public"),
    (ForwardButton(ForwardChoice.ASK), "forwards:ask"),
]
KINDS = {type(button) for button, _ in SENT}


@pytest.mark.parametrize(("button", "data"), SENT, ids=[data for _, data in SENT])
def test_buttons_in_old_chats_keep_working(button: CallbackData, data: str) -> None:
    assert button.encode() == data
    assert type(button).decode(data) == button


@given(BUTTONS)
def test_a_button_is_read_as_it_was_written(button: CallbackData) -> None:
    data = button.encode()
    assert len(data.encode()) <= MAX_BYTES
    assert type(button).decode(data) == button
    assert [kind for kind in KINDS if kind.pattern.match(data)] == [type(button)]


def test_no_two_kinds_have_the_same_prefix() -> None:
    assert all(one.prefix != other.prefix for one, other in combinations(KINDS, 2))


MADE_UP = [
    (
        AnswerButton,
        "t:7:a t:7:a:10 t:7:a:-1 t:7:x:0 t::a:0 t:-7:a:0 t:A:a:0 t:7:a:٣ t:12345678901234:a:0 lang:en",
    ),
    (DocumentButton, "d: d:l:o:0 d:l:o:0:-1 d:l:o::0 d:x:o:0:0 d:l:x:0:0 d:l:o:g:0 d:L:o:0:0 d:l:o:0:100000"),
    (ForgetButton, "forget:yes: forget:yes:5:6 forget:maybe:5 forget:yes:-5 forget:yes:x"),
    (GroupButton, "group: group:some group:all:called group:ALL"),
    (LanguageButton, "lang: lang:tlh lang:en2 lang:zh"),
    (UnansweredPageButton, "missing:export missing: missing:-1 missing:1000000"),
    (ExportButton, "missing missing:0 missing:export: missing:exported"),
    (UploadButton, "upload: upload:all upload:public:own"),
    (ForwardButton, "forwards: forwards:add forwards:own:ask forward:own"),
]


@pytest.mark.parametrize(
    ("kind", "data"), [(kind, data) for kind, texts in MADE_UP for data in texts.split()]
)
def test_what_is_made_up_is_no_button(kind: type[CallbackData], data: str) -> None:
    assert kind.decode(data) is None


@pytest.mark.parametrize(("button", "data"), SENT, ids=[data for _, data in SENT])
def test_what_is_around_callback_data_is_not_overlooked(button: CallbackData, data: str) -> None:
    for made_up in (f"{data}\n", f"{data} ", f" {data}", f"{data}:", data.upper(), ""):
        assert type(button).decode(made_up) is None
    assert type(button).decode(None) is None


@given(st.sampled_from(sorted(KINDS, key=lambda kind: kind.prefix)), st.data(), st.text())
def test_anything_can_be_pressed(kind: type[CallbackData], drawn: st.DataObject, text: str) -> None:
    for data in (text, drawn.draw(st.from_regex(kind.pattern))):
        button = kind.decode(data)
        assert button is None or kind.decode(button.encode()) == button


@pytest.mark.parametrize("data", ["t:zzzzzzzzzzzzz:a:0", "t:1y2p0ij32e8e8:a:0"])
def test_a_number_that_no_database_holds_is_no_button(data: str) -> None:
    assert AnswerButton.pattern.match(data)
    assert AnswerButton.decode(data) is None


@pytest.mark.parametrize("position", [-1, 10])
def test_a_number_without_room_is_not_written(position: int) -> None:
    with pytest.raises(ValueError, match=str(position)):
        AnswerButton(7, AnswerAction.ANSWER, position).encode()


def test_a_label_makes_a_button_of_it() -> None:
    shown = LanguageButton(Language.ENGLISH).labelled("English")
    assert (shown.text, shown.callback_data) == ("English", "lang:en")
