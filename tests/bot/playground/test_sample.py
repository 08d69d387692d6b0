"""The sample page, as it is read."""

from pathlib import Path

from bot.playground.sample import sample_articles


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
