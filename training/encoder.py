"""From a backbone to the encoder that ships: `python -m training.encoder BACKBONE FOLDER`."""

import argparse
import shutil
from pathlib import Path

from training.backbone.folder import read_weights, write_prompts
from training.graph import encoder_graph, save_graph


def write_encoder(backbone: Path, folder: Path, layers: int | None = None) -> None:
    """Write model.onnx, tokenizer.json and prompts, which `embeddings.load_encoder` loads.

    Args:
        backbone: A folder as `training.backbone` writes it.
        folder: Made if it is new.
        layers: How many of the lowest layers; None takes all.
    """
    save_graph(encoder_graph(read_weights(backbone, layers)), folder / "model.onnx")
    shutil.copyfile(backbone / "tokenizer.json", folder / "tokenizer.json")
    write_prompts(folder)


def main() -> None:
    """Read the command line and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backbone", type=Path, help="what `python -m training.backbone` wrote")
    parser.add_argument("folder", type=Path, help="where model.onnx, tokenizer.json and prompts go")
    parser.add_argument("--layers", type=int, help="only so many of the lowest")
    arguments = parser.parse_args()
    write_encoder(arguments.backbone, arguments.folder, arguments.layers)


if __name__ == "__main__":
    main()
