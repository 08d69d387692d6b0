"""Sentences as people read them."""

from retrieval.sentences import clause_around, nearest_sentence, sentence_around, whole_sentences


def test_semicolons_and_brackets_keep_together_and_lines_part() -> None:
    text = "甲；乙。“丙。”丁（戊。己）庚！\n 辛\n\n《出发！》开演。"
    found = [text[start:end] for start, end in whole_sentences(text)]
    assert found == ["甲；乙。", "“丙。”", "丁（戊。己）庚！", "辛", "《出发！》开演。"]


def test_a_bracket_that_is_never_closed_ends_with_its_line() -> None:
    text = "甲（乙。丙\n丁。戊。"
    assert [text[start:end] for start, end in whole_sentences(text)] == ["甲（乙。丙", "丁。", "戊。"]


def test_what_stands_around_a_span() -> None:
    text = "甲乙，丙丁。戊己。"
    assert sentence_around(text, 3, 4) == (0, 6)
    assert sentence_around(text, 4, 8) == (0, 9)
    assert clause_around(text, 3, 4) == (3, 5)
    assert sentence_around("", 0, 0) == clause_around("", 0, 0) == (0, 0)


def test_the_sentence_nearest_to_a_question() -> None:
    text = "展厅九点开门。\n门票每张二十元。雨伞请寄存。"
    assert text[slice(*nearest_sentence("門票多少錢？", text))] == "门票每张二十元。"
    assert text[slice(*nearest_sentence("火星？", text))] == "展厅九点开门。"
