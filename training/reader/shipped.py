"""The reader that ships, as a checkpoint to go on from.

    python -m training.reader.shipped BACKBONE FOLDER CHECKPOINT

Checkpoints are not kept with the project. What eight bits have lost is little beside a training.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor

from training.backbone.folder import read_weights
from training.data.examples import STYLES
from training.reader.network import WIDTH

_OF_HEADS = ("segments.", "matches.", "bounds.", "nothing.")


def shipped_weights(backbone: Path, folder: Path) -> dict[str, Tensor]:
    """The weights of a `SpanNetwork`, as `training.reader.export` wrote them.

    Args:
        backbone: Gives the pieces that the reader does not have.
        folder: Holds model.onnx and tokenizer.json.

    Returns:
        By name. The habits that ship are part of the positions, so no file has habits of its own.
    """
    graph = onnx.load(folder / "model.onnx").graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    weights = {
        name if name.startswith(_OF_HEADS) else f"bert.{name}": torch.from_numpy(_whole(name, stored))
        for name in stored
        if name.endswith((".weight", ".bias"))
    }
    known = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    pieces = torch.from_numpy(read_weights(backbone, layers=0)["pieces.weight"]).clone()
    for piece, row in Tokenizer.from_file(str(backbone / "tokenizer.json")).get_vocab().items():
        if piece in known:
            pieces[row] = weights["bert.pieces.weight"][known[piece]]
    return weights | {"bert.pieces.weight": pieces, "styles.weight": torch.zeros(len(STYLES), WIDTH)}


def _whole(name: str, stored: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    """A table, matrix or vector as the network has it."""
    array: NDArray[np.float32] = stored[name].astype(np.float32)
    scale = stored.get(f"{name}.scale")
    if scale is not None:  # a table, a scale a row
        return np.asarray(array * scale, np.float32)
    scale = stored.get(f"{name.removesuffix('.weight')}.scale")
    if array.ndim == 2:  # a matrix, whose outputs are its columns
        return np.ascontiguousarray((array if scale is None else array * scale).T)
    return array


def main() -> None:
    """Read the command line and write the checkpoint."""
    parser = argparse.ArgumentParser(description="Make a checkpoint of the reader that ships.")
    for name in ("backbone", "folder", "checkpoint"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    torch.save({"averaged": shipped_weights(arguments.backbone, arguments.folder)}, arguments.checkpoint)


if __name__ == "__main__":
    main()
