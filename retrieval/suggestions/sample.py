"""The sample page, and the suggestions for it, which are there from the start."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from retrieval.documents import Passage
from retrieval.ingestion.files import File
from retrieval.storage.suggestions import Answered

ANSWERED: Final = (
    ("星湖科创投资基金总规模是多少？", "30亿元"),
    ("东陵港综合保税区物流处处长是谁？", "贺兰舟"),
    ("白鹭湾跨江大桥什么时候建成通车？", "2026年10月"),
    ("竹溪古镇夜游项目的票价是多少？", "68元"),
    ("共享冷库占地多少平方米？", "3200平方米"),
    ("微纳加工中心什么时候投入使用？", "2025年3月"),
)
"""Questions that the page answers, and with what."""


def of_sample(passages: list[Passage]) -> list[Answered]:
    """The suggestions, with the passages that answer them."""
    return [
        Answered(question, answer, passage.id)
        for question, answer in ANSWERED
        for passage in [each for each in passages if answer in each.text][:1]
    ]


def sample_files() -> Iterator[File]:
    """The files that come with the program."""
    for resource in sorted(files("retrieval.sample").iterdir(), key=lambda resource: resource.name):
        if resource.name.endswith(".txt"):
            yield File(Path(str(resource)), resource.name)
