"""What the reader sees of a question and a passage."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from retrieval.reader import DEFAULT_FOLDER
from retrieval.reader.pieces import PASSAGE, QUESTION, TITLE, WINDOW, Pieces

TEXT = "朝阳大桥全长1860米，总投资7.3亿元。"


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(Tokenizer.from_file(str(DEFAULT_FOLDER / "tokenizer.json")))


def test_question_title_and_passage_stand_apart(pieces: Pieces) -> None:
    (window,) = pieces.windows("大桥多长？", TEXT, "大桥通车")
    assert list(np.unique(window.segments, return_index=True)[0]) == [QUESTION, TITLE, PASSAGE]
    assert (np.diff(window.segments) >= 0).all()
    assert len(window.ids) == len(window.segments) == len(window.matches)
    assert window.body + len(window.places) + 1 == len(window.ids)
    assert (window.segments[window.body :] == PASSAGE).all()


def test_places_are_those_of_the_passage(pieces: Pieces) -> None:
    (window,) = pieces.windows("大桥多长？", TEXT, "大桥通车")
    assert window.places[0, 0] == 0
    assert window.places[-1, 1] == len(TEXT)
    covered = {place for start, end in window.places.tolist() for place in range(start, end)}
    assert covered == set(range(len(TEXT)))
    assert (np.diff(window.places[:, 0]) >= 0).all()


def test_what_the_question_has_too_is_marked(pieces: Pieces) -> None:
    (window,) = pieces.windows("大桥多长？", TEXT)
    found = [
        (TEXT[start:end], window.matches[window.body + n]) for n, (start, end) in enumerate(window.places)
    ]
    assert all(match > 0 for piece, match in found if "大桥" in piece)
    assert all(match == 0 for piece, match in found if piece in "总投资")


def test_script_and_width_make_no_difference(pieces: Pieces) -> None:
    (simplified,) = pieces.windows("总投资多少？", TEXT)
    (traditional,) = pieces.windows("總投資多少？", "朝陽大橋全長１８６０米，總投資7.3億元。")
    assert (simplified.ids == traditional.ids).all()
    assert (simplified.matches == traditional.matches).all()


def test_windows_overlap_and_cover_a_long_passage(pieces: Pieces) -> None:
    text = "春天的茶园里，人们忙着采茶。" * 200
    windows = list(pieces.windows("谁在采茶？", text, "采茶"))
    assert len(windows) > 2
    assert all(len(window.ids) <= WINDOW for window in windows)
    assert windows[0].places[0, 0] == 0
    assert windows[-1].places[-1, 1] == len(text)
    assert all(later.places[0, 0] < earlier.places[-1, 1] for earlier, later in pairwise(windows))


def test_nothing_to_read_no_window(pieces: Pieces) -> None:
    assert list(pieces.windows("", TEXT)) == []
    assert list(pieces.windows("谁？", "")) == []


@given(question=st.text(max_size=90), text=st.text(max_size=900), title=st.text(max_size=60))
def test_any_text(pieces: Pieces, question: str, text: str, title: str) -> None:
    for window in pieces.windows(question, text, title):
        assert len(window.ids) <= WINDOW
        assert ((window.places >= 0) & (window.places <= len(text))).all()
        assert (window.places[:, 0] < window.places[:, 1]).all()
