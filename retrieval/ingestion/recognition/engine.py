"""RapidOCR: PP-OCRv6 for Chinese on ONNX Runtime, with the models of its wheel and nothing fetched."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from retrieval.ingestion.recognition.lines import FoundLine

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

_DETECTOR: Final = "PP-OCRv6_det_small.onnx"
_DIRECTION: Final = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
_RECOGNISER: Final = "PP-OCRv6_rec_small.onnx"
_SETTINGS: Final = {
    "Global.log_level": "critical",
    "Global.use_vertical_padding": False,
    # More threads would fight with those that answer: the time of a processor is what counts.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_UPSIDE_DOWN: Final = "180"
_TALL: Final = 1.5  # times its width, from which RapidOCR turns a piece of a picture counter-clockwise
_FLATTEST: Final = 4  # times its height, the width of a picture in which lines are found
_LEAST_CONFIDENCE: Final = 0.5
"""Confidence below which a line is no text: specks, patterns, drawings."""


class Engine:
    """Finds and recognises the lines of pictures. Making one takes a second, and 300 MB."""

    def __init__(self) -> None:
        import rapidocr  # noqa: PLC0415  # takes a second

        models = Path(rapidocr.__file__).parent / "models"
        # Models that are named by their path are never fetched, whatever is missing.
        paths = {
            "Det.model_path": str(models / _DETECTOR),
            "Cls.model_path": str(models / _DIRECTION),
            "Rec.model_path": str(models / _RECOGNISER),
        }
        self._rapidocr: Any = rapidocr.RapidOCR(params={**_SETTINGS, **paths})

    def lines(self, picture: "Image") -> tuple[list[FoundLine], int]:
        """The lines in a picture, and by how many quarters it has to be turned counter-clockwise.

        Args:
            picture: In RGB; 2,000 pixels at its longer side at most.
        """
        import numpy as np  # noqa: PLC0415
        from rapidocr.main import RapidOCRError  # noqa: PLC0415

        pixels = np.asarray(_deep_enough(picture))[:, :, ::-1]
        unscaled = {"preprocess": {"ratio_h": 1.0, "ratio_w": 1.0}}
        try:
            crops, found = self._rapidocr.detect_and_crop(np.ascontiguousarray(pixels), unscaled)
        except RapidOCRError:  # no text
            return [], 0
        _, directions = self._rapidocr.cls_and_rotate(crops)
        is_down = [label == _UPSIDE_DOWN for label, _ in directions.cls_res]
        turns = _turns(found.boxes, crops, is_down)
        if turns >= 2:
            crops = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]
        read = self._rapidocr.recognize_txt(crops)
        lines = [
            FoundLine(box.tolist(), text.strip(), float(confidence))
            for box, text, confidence in zip(found.boxes, read.txts, read.scores, strict=True)
            if text.strip() and confidence >= _LEAST_CONFIDENCE
        ]
        return lines, turns


def _deep_enough(picture: "Image") -> "Image":
    """A picture of a single line with white below it: in a flatter one nothing is found."""
    from PIL import ImageOps  # noqa: PLC0415

    lacking = picture.width // _FLATTEST - picture.height
    return ImageOps.expand(picture, (0, 0, 0, lacking), "white") if lacking > 0 else picture


def _turns(boxes: "np.ndarray", crops: Sequence["np.ndarray"], is_down: Sequence[bool]) -> int:
    """By how many quarters most of the text has to be turned counter-clockwise.

    Args:
        boxes: The corners of each line in the picture.
        crops: Each line, those that stand on end turned by a quarter.
        is_down: Whether each of these is upside down.
    """
    sideways = [_is_tall(box) for box in boxes]
    lengths = [crop.shape[1] for crop in crops]
    turned = sum(length for length, tall in zip(lengths, sideways, strict=True) if tall) * 2 > sum(lengths)
    of_most = [
        (length, down)
        for length, down, tall in zip(lengths, is_down, sideways, strict=True)
        if tall is turned
    ]
    down = sum(length for length, is_ in of_most if is_) * 2 > sum(length for length, _ in of_most)
    return int(turned) + 2 * int(down)


def _is_tall(box: "np.ndarray") -> bool:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = box.tolist()
    width = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, ((cx - dx) ** 2 + (cy - dy) ** 2) ** 0.5)
    height = max(((dx - ax) ** 2 + (dy - ay) ** 2) ** 0.5, ((cx - bx) ** 2 + (cy - by) ** 2) ** 0.5)
    return bool(height >= _TALL * max(int(width), 1))
