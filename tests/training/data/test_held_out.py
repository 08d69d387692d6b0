import json
from pathlib import Path

from retrieval.evaluation.squad import read_squad
from training.data.examples import is_held_out
from training.data.held_out import write_held_out


def test_only_held_out_passages_are_written_with_their_questions(tmp_path: Path) -> None:
    texts = [f"第{number}座桥长{number}米。" for number in range(40)]
    articles = [
        {
            "title": "桥",
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {
                            "id": text,
                            "question": "桥有多长？",
                            "answers": [{"text": text[1], "answer_start": 1}],
                        }
                    ],
                }
            ],
        }
        for text in texts
    ]
    (tmp_path / "all.json").write_text(json.dumps({"data": articles}), encoding="utf-8")
    count = write_held_out(tmp_path / "all.json", tmp_path / "tenth.json")
    contexts = read_squad(tmp_path / "tenth.json")
    assert [context.text for context in contexts] == [text for text in texts if is_held_out(text)]
    assert count == len(contexts) > 0
    assert all(context.questions[0].references for context in contexts)
