from retrieval.documents import Answer, Passage, Reply
from retrieval.search.ranking.nearest import nearest


def test_formalities_are_not_among_the_nearest_passages() -> None:
    texts = (
        "尊敬的业主：",
        "因管道检修停水。",
        "2026年12月2日",
        "请提前储水。",
        "恢复后先放水。",
        "电话：5801",
    )
    answers = tuple(Answer("", 0.0, Passage(text, id=n), 0, 0) for n, text in enumerate(texts))
    near = nearest(Reply("几点开始", None, answers))
    assert [each.passage.text for each in near] == ["因管道检修停水。", "请提前储水。", "恢复后先放水。"]
