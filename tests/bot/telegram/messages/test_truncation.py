import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.messages.truncation import (
    ELLIPSIS,
    clean,
    clip,
    clip_middle,
    clip_start,
    closing,
    excerpt,
    marked,
    one_line,
    undirected,
    units,
)

any_text = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("😀👩‍👩‍👧é汉字"), max_size=200)
DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_units_are_those_of_utf_16() -> None:
    assert units("汉字ab") == 4
    assert units("😀") == 2


@given(any_text)
def test_units_agree_with_the_encoding(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(any_text, st.integers(0, 250))
def test_clip_keeps_to_the_limit_and_says_what_it_left_out(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert units(clipped) <= limit
    if units(text) <= limit:
        assert clipped == text
    elif limit:
        assert clipped.endswith(ELLIPSIS)
        assert text.startswith(clipped[:-1])


@given(any_text, st.integers(0, 250))
def test_clip_start_is_its_mirror(text: str, limit: int) -> None:
    clipped = clip_start(text, limit)
    assert units(clipped) <= limit
    if units(text) <= limit:
        assert clipped == text
    elif limit:
        assert clipped.startswith(ELLIPSIS)
        assert text.endswith(clipped[1:])


@given(any_text, st.integers(0, 250))
def test_clip_middle_keeps_both_ends(text: str, limit: int) -> None:
    clipped = clip_middle(text, limit)
    assert units(clipped) <= limit
    if units(text) <= limit:
        assert clipped == text
    elif limit:
        assert any(
            text.startswith(clipped[:place]) and text.endswith(clipped[place + 1 :])
            for place, sign in enumerate(clipped)
            if sign == ELLIPSIS
        )


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcdef", 4, "abc…"),
        ("a😀b", 3, "a…"),
        ("ae\u0301x", 3, "a…"),
        ("汉👩\u200d👧字", 5, "汉…"),
    ],
)
def test_clip_cuts_no_character_in_two(text: str, limit: int, expected: str) -> None:
    assert clip(text, limit) == expected


@given(
    st.data(),
    st.text(min_size=1, max_size=300).filter(lambda text: not DIRECTIONS & set(text)),
    st.integers(3, 320),
)
def test_an_excerpt_keeps_the_span(data: st.DataObject, passage: str, limit: int) -> None:
    start = data.draw(st.integers(0, len(passage) - 1))
    end = data.draw(st.integers(start + 1, len(passage)))
    cut = excerpt(passage, start, end, limit)
    assert units(cut.before + cut.span + cut.after) <= limit
    if units(passage[start:end]) <= limit - 2:
        assert cut.span == passage[start:end]
    if units(passage) <= limit:
        assert cut.before + cut.span + cut.after == passage
    assert passage[:start].endswith(cut.before.removeprefix(ELLIPSIS)) or cut.before == passage[:start]
    assert passage[end:].startswith(cut.after.removesuffix(ELLIPSIS)) or cut.after == passage[end:]


def test_an_excerpt_has_the_span_in_its_middle() -> None:
    cut = excerpt("前" * 1000 + "答案" + "后" * 1000, 1000, 1002, 202)
    assert cut.span == "答案"
    assert len(cut.before) == len(cut.after) == 100


def test_room_that_one_side_does_not_need_goes_to_the_other() -> None:
    cut = excerpt("答案" + "后" * 1000, 0, 2, 102)
    assert cut.before == ""
    assert len(cut.after) == 100


@given(st.text())
def test_cleaning_keeps_offsets(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode()
    assert not {"\0", "\r", "\x1b"} & set(cleaned)


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(sorted(DIRECTIONS))))
def test_a_name_is_shown_in_one_line_and_turns_nothing_around(text: str) -> None:
    shown = one_line(text)
    assert not DIRECTIONS & set(shown)
    assert shown == " ".join(shown.split())
    assert undirected(text) == "".join(c for c in text if c not in DIRECTIONS)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("没有记号", ""),
        ("\u202e反", "\u202c"),
        ("\u202e反\u202c", ""),
        ("\u2067反\u202b又", "\u202c\u2069"),
        ("\u2067反\u202b又\u2069", ""),
        ("\u202b反\u2069", "\u202c"),
        ("\u202c\u2069\u200f多余", ""),
        ("\u202e一行\n又一行", ""),
        ("\u202e" * 500, "\u202c" * 60),
    ],
)
def test_what_direction_marks_begin_is_ended(text: str, marks: str) -> None:
    assert closing(text) == marks


directed = st.text(alphabet=st.sampled_from(["字", "\n", *sorted(DIRECTIONS)]), min_size=1, max_size=300)


@given(st.data(), directed, st.integers(3, 320))
def test_an_excerpt_leaves_no_direction_open(data: st.DataObject, passage: str, limit: int) -> None:
    start = data.draw(st.integers(0, len(passage) - 1))
    cut = excerpt(passage, start, data.draw(st.integers(start + 1, len(passage))), limit)
    assert units(cut.text) <= limit
    if sum(passage.count(mark) for mark in DIRECTIONS) <= min(60, limit // 4):
        assert closing(cut.text) == ""


def test_a_text_in_pieces_marked_and_not() -> None:
    assert list(marked("甲乙丙丁", [(0, 1), (2, 3)])) == [
        ("甲", True),
        ("乙", False),
        ("丙", True),
        ("丁", False),
    ]
    assert list(marked("甲乙", [(1, 5), (6, 9)])) == [("甲", False), ("乙", True)]
    assert list(marked("", [(0, 2)])) == []
