"""The FAQ of a library: kept as one document, changed entry by entry, by one process or several."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import FaqError, Unfit
from retrieval.faq import MOST_ANSWER, MOST_QUESTION, FaqEntry, answers_to, id_of, is_faq
from retrieval.library import PUBLIC, SAMPLE, File, Library
from retrieval.storage.store import Store
from tests.retrieval.conftest import NewStore

DAY = date(2026, 3, 2)
MEALS = FaqEntry.of("食堂几点开门？", "七点半。", DAY)
LEAVE = FaqEntry.of("年假有几天？", "满一年五天。\n满十年十天。", DAY)


@pytest.fixture
def store(new_store: NewStore) -> Store:
    return new_store()


@pytest.fixture
def library(store: Store) -> Library:
    return Library(store)


def ids_of(store: Store, question: str) -> list[int]:
    return [passage.id for passage in store.faq.passages(id_of(question))]


def test_entries_are_one_public_document_whose_articles_are_questions(library: Library, store: Store) -> None:
    assert library.faq.put([MEALS, LEAVE]) == ["added", "added"]
    (entry,) = library.documents()
    assert (entry.source, entry.title, entry.collection, entry.articles) == (
        "常见问题",
        "常见问题",
        PUBLIC,
        2,
    )
    assert is_faq(entry.path)
    passages = store.passages(store.passage_ids()).values()
    assert {(p.title, p.text, p.published) for p in passages} == {
        (each.question, each.answer, DAY) for each in (MEALS, LEAVE)
    }
    assert all(is_faq(passage) for passage in passages)
    assert library.faq.entries() == [LEAVE, MEALS]


def test_one_question_has_one_entry_however_it_is_written(library: Library) -> None:
    library.faq.put([MEALS])
    later = FaqEntry.of("食堂幾點開門", "八点。", date(2026, 4, 1))
    assert library.faq.put([later]) == ["replaced"]
    assert library.faq.put([later]) == ["unchanged"]
    assert library.faq.entries() == [later]


def test_a_change_leaves_the_passages_of_the_others_as_they_were(library: Library, store: Store) -> None:
    library.faq.put([MEALS, LEAVE])
    meals, leave = ids_of(store, MEALS.question), ids_of(store, LEAVE.question)
    library.faq.put([FaqEntry.of(MEALS.question, "八点。", DAY)])
    assert ids_of(store, MEALS.question) != meals
    assert store.present(meals) == set()
    library.faq.remove(MEALS.id)
    library.faq.put([FaqEntry.of("别的？", "有。", DAY)])
    assert ids_of(store, LEAVE.question) == leave
    library.faq.put(
        [MEALS]
    )  # the same words in another place, or in the same: the same id means the same text
    assert library.faq.entries()[-1] == LEAVE


def test_with_the_last_entry_the_document_leaves(library: Library) -> None:
    library.faq.put([MEALS])
    assert library.faq.remove(LEAVE.id) is None
    assert library.faq.remove(MEALS.id) == MEALS
    assert library.faq.remove(MEALS.id) is None
    assert library.faq.entries() == []
    assert {entry.collection for entry in library.documents()} == {SAMPLE}


def test_files_and_entries_leave_each_other_alone(library: Library, tmp_path: Path) -> None:
    library.faq.put([MEALS])
    for name in ("常见问题", "常见问题.txt", "faq:"):
        assert library.add(File.uploaded(f"{name}.txt", b"0123456789 text")).change == "added"
    assert library.faq.entries() == [MEALS]
    file = tmp_path / "a.txt"
    file.write_text("白鹿桥\n\n白鹿桥长三百米。\n", encoding="utf-8")
    assert (
        library.add(File(file, "a.txt")).change == "added"
    )  # ids of its articles do not meet those of entries
    library.faq.put([LEAVE])
    assert len(library.documents()) == 5


def test_processes_see_each_others_entries(tmp_path: Path) -> None:
    one, other = (Library(Store(tmp_path / "yuanwen.db")) for _ in range(2))
    one.faq.put([MEALS])
    other.faq.put([LEAVE])
    assert one.faq.entries() == other.faq.entries() == [LEAVE, MEALS]
    other.faq.remove(MEALS.id)
    assert one.faq.find(MEALS.id) is None


def test_nothing_of_a_removed_entry_stays_in_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "yuanwen.db")
    library = Library(store)
    library.faq.put([FaqEntry.of("密码？", "芝麻开门不外传。", DAY), LEAVE])
    library.faq.remove(id_of("密码"))
    store.close()
    assert "芝麻开门".encode() not in (tmp_path / "yuanwen.db").read_bytes()


@given(
    st.text(st.sampled_from("甲乙。，\n 3\r\t\ud800"), min_size=1, max_size=3).map(lambda part: part * 700)
)
def test_a_long_answer_is_kept_word_by_word(answer: str) -> None:
    try:
        entry = FaqEntry.of("问？", answer, DAY)
    except FaqError:
        return
    store = Store()
    library = Library(store)
    library.faq.put([entry])
    assert library.faq.entries() == [entry]
    whole = answers_to(["问"], store.faq)
    assert all(each.text == each.passage.text for each in whole)
    assert all(each.text in entry.answer for each in whole)
    store.close()


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        (" \n？", "答", Unfit.NO_QUESTION),
        ("问" * (MOST_QUESTION + 1), "答", Unfit.LONG_QUESTION),
        ("问", " …\n", Unfit.NO_ANSWER),
        ("问", "答" * (MOST_ANSWER + 1), Unfit.LONG_ANSWER),
    ],
)
def test_what_is_empty_or_too_long_is_no_entry(question: str, answer: str, reason: Unfit) -> None:
    with pytest.raises(FaqError) as raised:
        FaqEntry.of(question, answer, DAY)
    assert raised.value.reason is reason


def test_the_limits_are_allowed_and_lines_stay_as_they_are() -> None:
    entry = FaqEntry.of(f"  {'问' * MOST_QUESTION}\n", f"\n{'答' * MOST_ANSWER} \n", DAY)
    assert (len(entry.question), len(entry.answer)) == (MOST_QUESTION, MOST_ANSWER)
    assert FaqEntry.of("一 \n二", " 甲 \r\n\r\n  乙", DAY) == FaqEntry("一 二", "甲\n\n  乙", DAY)
