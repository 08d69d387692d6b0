"""From checkpoints to the folder that ships: `python -m training.export CHECKPOINT… FOLDER`."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from retrieval.reader.features import Array, Vocabulary
from retrieval.reader.words import WordVectors
from training.data import SHIPPED_STYLES
from training.model import in_style

_SMALLEST = 8


def export(
    folder: Path,
    shape: Mapping[str, object],
    vocabulary: Vocabulary,
    weights: Mapping[str, torch.Tensor],
    *,
    quantise: bool = True,
) -> None:
    """Write config.json and weights.npz, which `retrieval.reader.load_reader` loads.

    Args:
        folder: Made if it is new.
        shape: `training.model.Shape.as_dict()`.
        vocabulary: The one the network was trained with.
        weights: The network's state.
        quantise: Matrices as int8 with a scale a row; False keeps them as float32.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = {"shape": shape, "tags": vocabulary.tags, "characters": vocabulary.characters}
    text = json.dumps(config, ensure_ascii=False, indent=1)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")
    arrays: dict[str, Array] = {"rarity": vocabulary.rarity, "words:hashes": vocabulary.words.hashes}
    stored = {"words": vocabulary.words.vectors} | {name: t.detach().numpy() for name, t in weights.items()}
    for name, value in stored.items():
        array = value.astype(np.float32)
        if quantise and array.ndim == 2 and min(array.shape) >= _SMALLEST:
            scale = np.maximum(np.abs(array).max(axis=1), 1e-8) / 127
            arrays[f"{name}:scale"] = scale.astype(np.float32)
            arrays[name] = np.rint(array / scale[:, None]).astype(np.int8)
        else:
            arrays[name] = array
    np.savez_compressed(folder / "weights.npz", allow_pickle=False, **arrays)


def export_checkpoints(checkpoints: Sequence[Path], folder: Path, *, quantise: bool = True) -> None:
    """Export the mean of the averaged weights of checkpoints.

    Args:
        checkpoints: Kept by one run of `training.reader`, or by several that began with the same weights;
            the word vectors lie beside the first.
        folder: Where the reader goes.
        quantise: As for `export`.
    """
    kept: list[dict[str, Any]] = [torch.load(path, weights_only=True) for path in checkpoints]
    words = kept[0]["vocabulary"]
    if any(other["vocabulary"]["characters"] != words["characters"] for other in kept):
        raise SystemExit("The checkpoints know different characters: give those of runs with one beginning.")
    with np.load(checkpoints[0].parent / "words.npz") as arrays:
        vectors = WordVectors(**arrays)
    vocabulary = Vocabulary(words["characters"], tuple(words["tags"]), words["rarity"].numpy(), vectors)
    mean = {
        name: torch.stack([checkpoint["averaged"][name] for checkpoint in kept]).mean(dim=0)
        for name in kept[0]["averaged"]
    }
    export(folder, kept[0]["shape"], vocabulary, in_style(mean, SHIPPED_STYLES), quantise=quantise)


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Export a trained reader.")
    parser.add_argument("checkpoints", type=Path, nargs="+", help="averaged-*.pt or checkpoint.pt of a run")
    parser.add_argument("folder", type=Path, help="where config.json and weights.npz go")
    parser.add_argument("--float", action="store_true", help="keep float32 instead of int8 rows")
    arguments = parser.parse_args()
    export_checkpoints(arguments.checkpoints, arguments.folder, quantise=not arguments.float)


if __name__ == "__main__":
    main()
