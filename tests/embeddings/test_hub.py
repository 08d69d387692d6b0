"""How a model is found by its name; nothing here is loaded or fetched."""

import sys
from logging import ERROR
from pathlib import Path

import pytest

from embeddings.errors import ModelError
from embeddings.hub import HubModel, loading


@pytest.fixture(autouse=True)
def out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def cached(folder: Path, repository: str) -> str:
    """Put a model into a cache as the hub lays it out; returns the cache."""
    place = folder / f"models--{repository.replace('/', '--')}"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text("0123456789abcdef", encoding="utf-8")
    (place / "snapshots" / "0123456789abcdef").mkdir(parents=True)
    (place / "snapshots" / "0123456789abcdef" / "config.json").write_text("{}", encoding="utf-8")
    return str(folder)


def test_what_lies_in_the_cache_is_loaded_from_this_machine(tmp_path: Path) -> None:
    model = HubModel("somebody/model", "Way out.", cache=cached(tmp_path, "somebody/model"))
    assert model.revision() == "0123456789ab"
    assert model.fetch(lambda local: f"local: {local}") == "local: True"


def test_a_name_without_an_owner_may_have_one_by_default(tmp_path: Path) -> None:
    cache = cached(tmp_path, "owner/model")
    assert HubModel("model", "", owner="owner", cache=cache).revision() == "0123456789ab"
    assert HubModel("model", "", cache=cache).revision() is None
    assert HubModel("another/model", "", owner="owner", cache=cache).revision() is None


def test_a_part_of_a_model_in_the_cache_leads_to_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bool] = []

    def load(local: bool) -> str:
        tried.append(local)
        if local:
            raise ModelError("A file is missing.")
        return "loaded"

    model = HubModel("somebody/model", "Way out.", cache=cached(tmp_path, "somebody/model"))
    with pytest.raises(ModelError, match=r"cannot be reached .*Way out\."):
        model.fetch(load)
    monkeypatch.setattr("embeddings.hub._hub_answers", lambda: True)
    assert model.fetch(load) == "loaded"
    assert tried == [True, True, False]


def test_an_offline_machine_does_not_ask_the_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="cannot be reached"):
        HubModel("somebody/model", "", cache=str(tmp_path)).fetch(lambda local: local)


def test_what_goes_wrong_is_one_sentence_with_a_way_out() -> None:
    with (
        pytest.raises(ModelError, match=r"^The model m cannot be loaded: no such key Way out\.$"),
        loading("m", "Way out.", local=True),
    ):
        raise ValueError("no such key\nand a long tale")
    with pytest.raises(ModelError, match=r"^as it was$"), loading("m", "", local=True):
        raise ModelError("as it was")


def test_what_transformers_tells_is_as_before_afterwards() -> None:
    from transformers.utils import logging  # noqa: PLC0415

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    with loading("m", "", local=True):
        assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == (ERROR, False)
    with loading("m", "", local=False):
        assert logging.is_progress_bar_enabled() == before[1]
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before


def test_packages_that_are_not_installed_are_named_with_the_way_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "transformers.utils", None)
    with (
        pytest.raises(ModelError, match=r"somebody/model needs .*pip install 'yuanwen\[models\]'"),
        loading("somebody/model", "Way out.", local=True),
    ):
        pytest.fail("it must not begin")
