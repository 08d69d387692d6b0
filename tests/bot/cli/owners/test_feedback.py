"""`yuanwen feedback export`, and what other commands make of its file."""

import asyncio
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.evaluate import EvaluationRequest, measure
from bot.cli.owners import feedback
from bot.settings import Settings
from bot.storage import State, StateError
from retrieval.evaluation.squad import read_squad
from retrieval.faq import FaqEntry
from retrieval.library import Library
from retrieval.storage.opening import open_store
from tests.bot.services.test_squad_export import qas
from tests.bot.storage.samples import NOON, NOTHING, Clock, turn

Export = Callable[..., Result]


async def asked_and_judged(home: Path) -> None:
    """A home where a bot has run: three votes, and two people who found nothing."""
    state = State.open(home, clock=Clock())
    cost, ferry = turn("修缮花费多少？"), turn("那渡口呢", understood="渡口何时停用", asker=2)
    for each in (
        cost,
        ferry,
        turn("桥多长", asker=11, reply=NOTHING, asked_at=NOON + 1),
        turn("橋多長？", asker=12, reply=NOTHING),
    ):
        await state.turns.put(each)
    await state.votes.cast(cost.id, 1, useful=True)
    await state.votes.cast(ferry.id, 2, useful=False, position=1)
    await state.votes.cast(ferry.id, 3, useful=False, position=1)
    await state.close()


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    await asked_and_judged(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def export(home: Path) -> Export:
    root = typer.Typer()

    @root.callback()
    def common(context: typer.Context) -> None:
        context.obj = home

    root.add_typer(feedback.app, name="feedback")
    return lambda *arguments: CliRunner().invoke(root, ["feedback", "export", *map(str, arguments)])


def test_votes_and_unanswered_questions_are_written(export: Export, tmp_path: Path) -> None:
    done = export(tmp_path / "f.json", "--json")
    counts = {"answerable": 1, "impossible": 1, "unanswered": 1}
    assert json.loads(done.stdout) == {"path": str(tmp_path / "f.json"), **counts}
    assert done.stderr == ""
    content = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    useful, useless = qas(content)
    assert (useful["question"], useful["answers"]) == (
        "修缮花费多少？",
        [{"text": "三百二十万元", "answer_start": 18}],
    )
    assert (useless["question"], useless["is_impossible"], useless["answers"]) == ("渡口何时停用", True, [])
    assert useless["plausible_answers"] == [{"text": "5月1日", "answer_start": 4}]
    assert [(u["question"], u["count"]) for u in content["unanswered"]] == [("桥多长", 2)]
    assert [article["title"] for article in content["data"]] == ["青石桥重新开放"]


def test_without_json_the_counts_are_for_people(export: Export, tmp_path: Path) -> None:
    done = export(tmp_path / "f.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 answerable, 1 impossible, 1 unanswered" in done.stderr


def test_the_file_can_be_read_and_measured_on(export: Export, tmp_path: Path) -> None:
    export(tmp_path / "f.json")
    contexts = read_squad(tmp_path / "f.json")
    questions = {q.text: q.references for context in contexts for q in context.questions}
    (reference,) = questions["修缮花费多少？"]
    assert contexts[0].text[reference.start :].startswith("三百二十万元")
    assert questions["渡口何时停用"] == ()
    order = EvaluationRequest("reading", (tmp_path / "f.json",), declining=True)
    summary = measure(order, Settings(home=tmp_path), lambda done, total: None)
    assert summary["n"] == 2  # what has no passage is measured nowhere


@pytest.mark.parametrize("kind", ["answerable", "impossible", "unanswered"])
def test_one_kind_may_be_written_alone(export: Export, tmp_path: Path, kind: str) -> None:
    counts = json.loads(export(tmp_path / "f.json", "--only", kind, "--json").stdout)
    del counts["path"]
    assert {name: count for name, count in counts.items() if count} == {kind: 1}


def test_nothing_of_who_asked_and_where_is_written(export: Export, tmp_path: Path) -> None:
    export(tmp_path / "f.json")
    content = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    names = {name for qa in (*qas(content), *content["unanswered"]) for name in qa}
    assert names == {"id", "question", "is_impossible", "answers", "plausible_answers", "count"}


def test_what_an_owner_has_answered_since_is_left_out(export: Export, home: Path, tmp_path: Path) -> None:
    with closing(open_store(home)) as store:
        Library(store).faq.put([FaqEntry.of("桥多长？", "三百米。", date(2026, 3, 2))])
    assert json.loads(export(tmp_path / "f.json", "--json").stdout)["unanswered"] == 0


def test_a_file_that_is_there_is_replaced_only_by_force(export: Export, tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text("mine")
    refused = export(file)
    assert isinstance(refused.exception, StateError)
    assert "f.json is there already" in str(refused.exception)
    assert file.read_text() == "mine"
    assert export(file, "--force").exit_code == 0
    assert len(read_squad(file)) == 1


def test_a_place_that_cannot_be_written_to_is_named(export: Export, tmp_path: Path) -> None:
    done = export(tmp_path / "nowhere" / "f.json")
    assert "f.json cannot be written: No such file" in str(done.exception)
    assert not (tmp_path / "nowhere").exists()


def test_a_home_without_a_bot_is_named_and_left_alone(tmp_path: Path, export: Export, home: Path) -> None:
    (home / "bot.db").unlink()
    done = export(tmp_path / "f.json")
    assert "no bot has run in this home" in str(done.exception)
    assert not (home / "bot.db").exists()
    assert not (tmp_path / "f.json").exists()


def test_without_a_file_the_questions_are_standard_output(export: Export) -> None:
    done = export()
    assert (done.exit_code, done.stderr) == (0, "")
    assert [qa["question"] for qa in qas(json.loads(done.stdout))] == ["修缮花费多少？", "渡口何时停用"]


def test_where_there_are_no_votes_homes_that_hold_some_are_named(
    export: Export, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, chosen = tmp_path / "far" / "usual", tmp_path / "other" / "chosen"
    monkeypatch.setattr("bot.settings.user_data_path", lambda *_args, **_options: usual)
    monkeypatch.setenv("YUANWEN_HOME", str(chosen))
    for place in (usual, chosen, home / "playground", tmp_path / "beside"):
        asyncio.run(asked_and_judged(place))
    (home / "bot.db").unlink()
    told = str(export().exception)
    assert "no bot has run in this home" in told
    for place in (usual, chosen, home / "playground", tmp_path / "beside"):
        assert f"{place} (3)" in told
    asyncio.run(State.open(home).close())
    done = export()
    assert done.exit_code == 0
    assert json.loads(done.stdout)["data"] == []
    assert f"{home} holds no votes. These homes hold votes: " in done.stderr
    assert f"{usual} (3)" in done.stderr


def test_where_no_home_holds_votes_that_is_said(
    export: Export, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.settings.user_data_path", lambda *_args, **_options: tmp_path / "none")
    monkeypatch.delenv("YUANWEN_HOME", raising=False)
    (home / "bot.db").write_bytes(b"no database")
    (home / "bot.db").rename(tmp_path / "bot.db")
    assert "the default one hold none either" in str(export().exception)
