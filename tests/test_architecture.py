"""docs/architecture.md says what is there: its folders, its functions, and which way imports go."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TREE = re.findall(r"^( *)([\w.-]+/?) +(?=\S)", PAGE.split("```")[1], re.M)
STEPS = sorted(set(re.findall(r"`([\w/]+\.py)` `([\w.]+)`", PAGE)))
PACKAGES = ("bot", "retrieval", "embeddings", "training", "benchmarks")
LONGEST_MODULE = 300
MOST_MODULES = 14


def folders_of_tree() -> list[str]:
    """Every folder that the tree names, as a path from the root."""
    above: list[str] = []
    paths = []
    for indent, name in TREE:
        above[len(indent) // 2 :] = [name.rstrip("/")]
        paths.append("/".join(above))
    return paths


@cache
def names_of(module: str) -> frozenset[str]:
    """Functions and classes of a module, methods with the class in front."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    names = set()
    for node in tree.body:
        if isinstance(node, definition):
            names.add(node.name)
            names |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, definition)}
    return frozenset(names)


def modules_below(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py")


def test_the_tree_and_the_walks_are_there() -> None:
    assert len(TREE) > 20
    assert len(STEPS) > 20


@pytest.mark.parametrize("path", folders_of_tree())
def test_a_folder_of_the_tree_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_tree_names_every_package() -> None:
    packages = {
        str(path.parent.relative_to(ROOT)) for name in PACKAGES for path in (ROOT / name).rglob("__init__.py")
    }
    assert packages - set(folders_of_tree()) == set()


@pytest.mark.parametrize(("module", "name"), STEPS, ids=lambda part: part)
def test_a_function_of_a_walk_exists(module: str, name: str) -> None:
    assert name in names_of(module)


@pytest.mark.parametrize("folder", PACKAGES)
def test_modules_are_short_and_folders_are_small(folder: str) -> None:
    modules = modules_below(folder)
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
    counts: dict[str, int] = {}
    for path in modules:
        counts[str(path.parent.relative_to(ROOT))] = counts.get(str(path.parent.relative_to(ROOT)), 0) + 1
    assert {name: count for name, count in counts.items() if count > MOST_MODULES} == {}


def test_imports_go_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert told.returncode == 0, told.stdout
