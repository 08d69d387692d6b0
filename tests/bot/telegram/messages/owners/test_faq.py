from datetime import date

import pytest

from bot.playground.protocol.html import parse_html
from bot.services.faq.csv_file import FaqFileError, LineFault
from bot.telegram.messages.answers import MESSAGE_UNITS, render
from bot.telegram.messages.html import Html
from bot.telegram.messages.owners.faq import (
    PAGE,
    render_answered,
    render_faults,
    render_kept,
    render_list,
    render_prompt,
    render_refusal,
    render_removal,
)
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from retrieval.documents import Answer, Passage, Reply
from retrieval.errors import FaqError, Unfit
from retrieval.faq import MOST_ANSWER, MOST_QUESTION, FaqEntry

VOICES = [Translator(language) for language in Language]
HANS, HANT, EN = VOICES
DAY = date(2026, 3, 2)
LONGEST = FaqEntry.of("<𠮷>" * (MOST_QUESTION // 3), "<𠮷>" * (MOST_ANSWER // 3), DAY)


def length(html: Html) -> int:
    return units(parse_html(html).text)


@pytest.mark.parametrize("translator", VOICES)
def test_the_longest_entries_fit_into_a_message(translator: Translator) -> None:
    texts = [
        render_list([LONGEST] * PAGE, 0, translator)[0],
        render_prompt(LONGEST.question, LONGEST.answer, translator)[0],
        render_kept(LONGEST, "added", 3, translator)[0],
        render_removal(LONGEST, 0, translator)[0],
        render_faults(FaqFileError([LineFault(n, Unfit.LONG_ANSWER, "") for n in range(500)]), translator),
    ]
    assert all(length(text) <= MESSAGE_UNITS for text in texts)


def test_a_request_quotes_its_question_alone_and_as_it_is() -> None:
    html, _ = render_prompt(LONGEST.question, "<b>旧</b>", EN)
    assert parse_html(html).parts("blockquote") == [LONGEST.question]
    assert parse_html(html).parts("pre") == ["<b>旧</b>"]
    assert parse_html(render_answered(LONGEST.question)).text == LONGEST.question


@pytest.mark.parametrize("reason", list(Unfit))
@pytest.mark.parametrize("translator", VOICES)
def test_each_reason_is_told(reason: Unfit, translator: Translator) -> None:
    assert render_refusal(FaqError("", reason), 5000, translator)
    told = render_faults(FaqFileError([LineFault(7, reason, "")]), translator)
    assert "7" in told.splitlines()[-1]


@pytest.mark.parametrize(
    ("translator", "source"),
    [
        (HANS, "常见问题（由管理者答复，2026年3月2日）"),
        (HANT, "常見問題（由管理者答覆，2026年3月2日）"),
        (EN, "FAQ (answered by an owner, 2 March 2026)"),
    ],
)
def test_an_answer_of_an_owner_is_signed_and_not_shown_twice(translator: Translator, source: str) -> None:
    text = "七点半开门，周末休息。"
    passage = Passage(text, "几点开门", "常见问题", "faq:", "public", published=DAY, id=1)
    whole, part = Answer(text, 1.0, passage, 0, len(text)), Answer("七点半", 0.9, passage, 0, 3)
    said = parse_html(render(Reply("几点开门", whole, (whole,)), translator).html).text
    assert said == f"{text}\n\n《几点开门》\n{source}"
    said = parse_html(render(Reply("几时开门", part, (part,)), translator).html).text
    assert said == f"七点半\n\n{text}\n《几点开门》\n{source}"
