"""Tests of the distillation of the encoder."""

import json
import lzma
from itertools import islice
from pathlib import Path

import pytest
import torch

from training.backbone.pieces import PROMPTS
from training.data.examples import is_held_out
from training.distillation import distance, read_texts


def test_the_right_vectors_are_at_no_distance_and_others_farther() -> None:
    right = torch.nn.functional.normalize(torch.randn(6, 8), dim=-1)
    near = torch.nn.functional.normalize(right + 0.1 * torch.randn(6, 8), dim=-1)

    assert distance(right, right).item() == pytest.approx(0, abs=1e-5)
    assert 0 < distance(near, right).item() < distance(-right.roll(1, 0), right).item()


def test_texts_have_prompts_and_none_is_held_out(tmp_path: Path) -> None:
    texts = [f"第{n}条：员工每满一年享有{n}天带薪年假，当年未休完的可以顺延。" for n in range(40)]
    (tmp_path / "text").mkdir()
    for name in ("news_crud_2023", "laws", "government_work_reports"):
        with lzma.open(tmp_path / f"text/{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    held_out = {text for text in texts if is_held_out(text)}
    assert held_out

    read = list(islice(read_texts(tmp_path, seed=3), 400))

    assert {text.split(" ")[0] for text in read} == {prompt.strip() for prompt in PROMPTS.values()}
    assert not [text for text in read if any(held[:8] in text for held in held_out)]
