"""From a checkpoint to the folder that ships: `python -m training.export CHECKPOINT BACKBONE FOLDER`."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from training.data.examples import SHIPPED_STYLES
from training.graph import reader_graph, save_graph


def export(checkpoint: Path, backbone: Path, folder: Path, styles: Sequence[int] = SHIPPED_STYLES) -> None:
    """Write a trained reader as ONNX, its matrices in 8 bits, and its tokenizer beside it.

    Args:
        checkpoint: As `training.reader.recipe` keeps it; the averaged weights are taken.
        backbone: Whose tokenizer it was trained with.
        folder: Where model.onnx and tokenizer.json go.
        styles: Numbers of the files in STYLES whose habits it gets, in equal parts.
    """
    trained = torch.load(checkpoint, weights_only=True)["averaged"]
    habits = trained.pop("styles.weight")[list(styles)].mean(dim=0)
    trained["bert.positions.weight"] = trained["bert.positions.weight"] + habits
    weights = {name.removeprefix("bert."): tensor.numpy() for name, tensor in trained.items()}
    save_graph(reader_graph(weights), folder / "model.onnx")
    shutil.copy(backbone / "tokenizer.json", folder / "tokenizer.json")


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Export a trained reader.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("backbone", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    export(arguments.checkpoint, arguments.backbone, arguments.folder)


if __name__ == "__main__":
    main()
