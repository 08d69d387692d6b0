"""Writes the questions that nothing is trained on as files for `yuanwen eval`.

python -m training.held_out --data DATA --out FOLDER
"""

import argparse
import json
from pathlib import Path

from training.data.examples import SOURCES, is_held_out


def write_held_out(source: Path, target: Path) -> int:
    """Copy a SQuAD file with only those paragraphs that are held out.

    Returns:
        The number of questions left.
    """
    content = json.loads(source.read_text(encoding="utf-8"))
    for article in content["data"]:
        article["paragraphs"] = [p for p in article["paragraphs"] if is_held_out(p["context"])]
    content["data"] = [article for article in content["data"] if article["paragraphs"]]
    target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return sum(len(p["qas"]) for article in content["data"] for p in article["paragraphs"])


def main() -> None:
    """Read the command line, write a file for each source, and print how much is in it."""
    parser = argparse.ArgumentParser(description="Write the held-out tenth of each file of questions.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        file = f"{source.name}.json"
        count = write_held_out(arguments.data / "qa" / file, arguments.out / file)
        print(f"{arguments.out / file}: {count} questions")


if __name__ == "__main__":
    main()
