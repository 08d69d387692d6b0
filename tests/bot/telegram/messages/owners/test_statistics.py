from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.protocol.html import parse_html
from bot.storage import Activity, Tally, Total, Unanswered
from bot.telegram.handlers.owners.unanswered import PAGE
from bot.telegram.messages.answers import MESSAGE_UNITS
from bot.telegram.messages.owners.statistics import StatisticsReport, render_statistics, render_unanswered
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from retrieval.storage.store import Size

VOICES = [Translator(language) for language in Language]
HANS, _, EN = VOICES
NOON = 1_700_000_000.0


def shown(statistics_report: StatisticsReport, translator: Translator) -> list[str]:
    return parse_html(render_statistics(statistics_report, translator)).text.splitlines()


def test_figures_line_by_line() -> None:
    activity = [(1, Activity(1, 1, 1, 900.0, 900.0)), (7, Activity(1000, 999, 12, 38.4, 95.6))]
    statistics_report = StatisticsReport(activity, Total(123_456, 123_455), Size(12, 1873), Tally(31, 4))
    assert shown(statistics_report, EN) == [
        "Figures",
        "",
        "Today: 1 question · 100% answered · 1 person",
        "Last 7 days: 1000 questions · 99% answered · 12 people",  # not all of them
        "Since the beginning: 123456 questions · 99% answered",
        "",
        "Time to answer (Last 7 days): half within 38 ms, 95% within 96 ms",
        "Documents: 12, with 1873 passages",
        "Votes: 👍 31 · 👎 4",
    ]


def test_what_is_not_known_is_left_out() -> None:
    statistics_report = StatisticsReport(
        [(1, Activity(2, 0, 1, 5.0, 5.0)), (7, Activity())], Total(), None, Tally()
    )
    assert shown(statistics_report, HANS)[2:] == [
        "今天：2 个问题 · 0% 有答案 · 1 人",
        "最近 7 天：没有人提问",
        "",
        "评价：👍 0 · 👎 0",
    ]


def test_a_question_was_asked_on_a_day_of_the_owners_own() -> None:
    question = [Unanswered("食堂几点开门？", 1, NOON)]
    for zone, day in ((UTC, "2023/11/14"), (timezone(timedelta(hours=8)), "2023/11/15")):
        row = parse_html(render_unanswered(question, 1, zone, HANS)).text.splitlines()[-1]
        assert row == f"1. 食堂几点开门？ {day}"


def test_how_often_is_told_of_what_was_asked_more_than_once() -> None:
    rows = [Unanswered("甲", 1, NOON), Unanswered("乙", 21, NOON)]
    text = parse_html(render_unanswered(rows, 11, UTC, EN)).text
    assert text.splitlines()[2:] == ["11. 甲 14/11/2023", "12. 乙 ×21 · 14/11/2023"]


@pytest.mark.parametrize("translator", VOICES)
@given(
    st.lists(
        st.builds(Unanswered, st.text(min_size=1), st.integers(1, 10**9), st.floats(0, 4e9)), max_size=PAGE
    )
)
def test_any_page_is_a_message_that_telegram_takes(
    translator: Translator, questions: list[Unanswered]
) -> None:
    long = [Unanswered(each.question * 300, each.count, each.asked_at) for each in questions]
    for page in (questions, long):
        parsed = parse_html(render_unanswered(page, 999_991, UTC, translator))
        assert 0 < units(parsed.text) <= MESSAGE_UNITS
        assert {entity.type for entity in parsed.entities} <= {"bold", "italic"}
