"""The sample page, as it is read."""

from contextlib import closing
from pathlib import Path

from bot.playground.sample import sample_articles
from bot.playground.suggestions import suggestions
from retrieval.library import File, Library
from retrieval.storage.store import Store


def test_the_sample_page_is_articles_of_whole_paragraphs(tmp_path: Path) -> None:
    articles = sample_articles(tmp_path)
    first = articles[0]
    assert (first.source, first.title, first.published) == (
        "园区周报.txt",
        "星湖高新区设立科创投资基金",
        "2024-06-18",
    )
    assert len({article.title for article in articles}) == len(articles) > 3
    # Put together again where the page breaks it.
    assert any("最快15个工作日完成尽调和决策" in paragraph for paragraph in first.paragraphs)


def test_it_does_not_serve_who_has_documents(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "yuanwen.db")) as store:
        Library(store).add(
            File.uploaded("桥.txt", "青石桥重新开放，修缮共花费三百二十万元。".encode()), "user-5"
        )
    assert sample_articles(tmp_path, person=5) == ()
    assert sample_articles(tmp_path, person=6) != ()
    assert suggestions(tmp_path, person=5) == ()
    assert len(suggestions(tmp_path, person=6)) == 6
