"""Ask a page the questions of page_questions.json: what share is answered exactly, and declined rightly.

python -m benchmarks.page ../shared/data/page/seed_page.txt
"""

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

from retrieval.engine import Engine
from retrieval.evaluation.metric import exact_match
from retrieval.library import File

QUESTIONS = Path(__file__).with_name("page_questions.json")


def main() -> None:
    """Print each question that went wrong, the articles, and the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    page = parser.parse_args().page
    questions = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as home:
        engine = Engine.open(Path(home))
        print(engine.library.add(File(page, page.name)))
        for title, count in titles(engine).items():
            print(f"{count:3} {title}")
        engine.retriever.sync()
        exact = [answered(engine, question, golds) for question, *golds in questions["answerable"]]
        declined = [declines(engine, question) for question in questions["unanswerable"]]
        engine.close()
    print(f"answered exactly {sum(exact)}/{len(exact)} = {sum(exact) / len(exact):.3f}")
    print(f"declined {sum(declined)}/{len(declined)} = {sum(declined) / len(declined):.3f}")


def titles(engine: Engine) -> Counter[str]:
    """How many passages each article has, in the order of the page."""
    passages = engine.store.passages(engine.store.passage_ids()).values()
    return Counter(passage.title for passage in sorted(passages, key=lambda passage: passage.paragraph))


def answered(engine: Engine, question: str, golds: list[str]) -> bool:
    """Whether the answer given is exactly one of the right ones."""
    reply = engine.ask(question)
    right = reply.answer is not None and exact_match(reply.answer.text, golds) == 1
    if not right:
        given = [f"{answer.text} {answer.confidence:.2f}" for answer in reply.answers[:3]]
        print(f"✗ {question} — {golds[0]}: {'declined, ' if reply.answer is None else ''}{given}")
    return right


def declines(engine: Engine, question: str) -> bool:
    """Whether no answer is given."""
    reply = engine.ask(question)
    if reply.answer:
        print(f"✗ {question} — none: {reply.answer.text} {reply.answer.confidence:.2f}")
    return reply.answer is None


if __name__ == "__main__":
    main()
