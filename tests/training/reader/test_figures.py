from retrieval.reader.kinds import Kind
from training.data.examples import Example
from training.reader.figures import by_kind


def test_every_question_is_of_one_kind() -> None:
    questions = ["谁修的桥？", "桥在哪里？", "造价多少元？", "桥在哪里通车？"]
    examples = [Example("a", question, "", "文", ()) for question in questions]
    groups = by_kind(examples)
    assert list(groups) == [Kind.AMOUNT, Kind.PERSON, Kind.PLACE]
    assert sorted(e.question for group in groups.values() for e in group) == sorted(questions)
