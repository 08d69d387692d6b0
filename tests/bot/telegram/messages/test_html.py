"""Quotations that show their span while they are folded."""

from bot.playground.protocol.html import parse_html
from bot.telegram.messages.html import folded, joined
from bot.telegram.messages.truncation import units


def test_two_quotations_together_fit_where_the_first_leaves_directions_of_writing_open() -> None:
    ahead = "\u202e\u2067前文" * 20
    text = f"{ahead}\n答案在这里，" + "后文" * 900
    start = text.index("答案")
    quotes = joined(folded(text, (start, start + 2), [(0, 2)], 900, is_wide=True))
    assert quotes.count("<blockquote") == 2
    assert units(parse_html(quotes).text) <= 900
