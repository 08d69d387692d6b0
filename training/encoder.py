"""From a backbone to the encoder that ships: `python -m training.encoder BACKBONE FOLDER`."""

import argparse
import shutil
from pathlib import Path

from training.backbone.folder import read_weights, write_prompts
from training.graph import Weights, encoder_graph, save_graph


def write_encoder(weights: Weights, tokenizer: Path, folder: Path) -> None:
    """Write model.onnx, tokenizer.json and prompts, which `embeddings.load_encoder` loads.

    Args:
        weights: Those of a BERT.
        tokenizer: The file of its tokenizer.
        folder: Made if it is new.
    """
    save_graph(encoder_graph(weights), folder / "model.onnx")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_prompts(folder)


def main() -> None:
    """Read the command line and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backbone", type=Path, help="what `python -m training.backbone` wrote")
    parser.add_argument("folder", type=Path, help="where model.onnx, tokenizer.json and prompts go")
    parser.add_argument("--layers", type=int, help="only so many of the lowest")
    arguments = parser.parse_args()
    weights = read_weights(arguments.backbone, arguments.layers)
    write_encoder(weights, arguments.backbone / "tokenizer.json", arguments.folder)


if __name__ == "__main__":
    main()
