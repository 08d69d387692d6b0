"""Presentations (pptx): slide by slide its title, texts, tables and notes, in the order of their shapes."""

import re
from collections import Counter
from collections.abc import Container as Texts
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812

from lxml.etree import LxmlError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.shapes.group import GroupShape

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract, Form, Part
from retrieval.ingestion.loaders.packages.container import Container, refuse_compound
from retrieval.ingestion.loaders.packages.elements import Collector, stream, too_large
from retrieval.ingestion.loaders.packages.equations import in_line
from retrieval.ingestion.loaders.plain import clean
from retrieval.ingestion.loaders.slides.paragraphs import lines_of
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.loaders.titles import borne_out
from retrieval.ingestion.reflow.layout import is_long_title, is_short_title
from retrieval.ingestion.reflow.lines import ends_sentence

_READ = re.compile(r"(?i).*\.(?:xml|rels)")
_FURNITURE = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER}
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_ON_COVER = 3  # lines
_DEEPEST = 32  # groups within groups
_MOST_SHAPES = 100_000
_DAMAGED = (BadZipFile, ZlibError, LxmlError, PythonPptxError, EOFError, KeyError, ValueError, AttributeError)


def extract(data: bytes) -> Extract:
    """Each slide that is shown a part, its number as the page.

    Raises:
        DocumentError: The file is damaged, locked by a password, or holds more than can be read.
    """
    refuse_compound(data, "PowerPoint", ".pptx")
    try:
        presentation = Presentation(BytesIO(Container(data).repacked(_READ)))
        parts = tuple(_parts(presentation))
        texts = [block for part in parts for block in (Block(part.name), *part.extract.blocks)]
        title = borne_out(presentation.core_properties.title or "", texts) or _first_title(parts)
        return Extract((), title=title, parts=parts)
    except DocumentError:
        raise
    except _DAMAGED as error:
        raise DocumentError(
            "The file is not a presentation, or it is damaged; open it in PowerPoint and save it as .pptx.",
            Unreadable.DAMAGED,
        ) from error


def _parts(presentation: Any) -> Iterator[Part]:
    slides = [
        (number, slide)
        for number, slide in enumerate(presentation.slides, 1)
        if slide.element.get("show") not in {"0", "false"}
    ]
    furniture: Counter[str] = Counter()
    for _, slide in slides:
        _choose(slide.element)
        furniture.update({shape.text_frame.text for shape in slide.placeholders if _is_furniture(shape)})
    for number, slide in slides:
        title = _title(slide)
        found = (
            *_texts(
                slide.shapes, slide.shapes.title, {text for text, times in furniture.items() if times > 1}
            ),
            *_notes(slide),
        )
        blocks = [Block(text, page=number, heading=False, form=form) for text, form in found if text]
        if title and not blocks:  # a slide that is its title
            blocks = [Block(title, page=number, heading=False)]
        yield Part(title, Extract(tuple(blocks)))


def _first_title(parts: Sequence[Part]) -> str | None:
    """The title on the first slide, where that holds little else: who speaks, and when."""
    blocks = parts[0].extract.blocks if len(parts) > 1 else ()
    if not 0 < len(blocks) <= _MOST_ON_COVER:
        return None
    if any(ends_sentence(block.text) or block.form is Form.ROW for block in blocks):
        return None
    title = parts[0].name or blocks[0].text
    return title if is_short_title(title) or is_long_title(title) else None


def _choose(slide: Any) -> None:
    """Put what newer programs show in place of alternatives, as python-pptx passes over these: equations."""
    for alternatives in list(slide.iter(f"{_COMPATIBILITY}AlternateContent")):
        choice = alternatives.find(f"{_COMPATIBILITY}Choice")
        parent = alternatives.getparent()
        if choice is not None and parent is not None:
            for child in reversed(list(choice)):
                alternatives.addnext(child)
            parent.remove(alternatives)


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return " ".join(clean(shape.text_frame.text).split()) if shape is not None else ""


def _texts(shapes: Iterable[Any], title: Any, repeated: Texts[str]) -> Iterator[tuple[str, Form]]:
    """The lines and rows of shapes from the back to the front, those of groups in their place.

    Args:
        shapes: The shapes.
        title: That with the title, which is left out.
        repeated: Texts of footers that several slides have, which are left out.
    """
    waiting = [(shape, 0) for shape in reversed(list(shapes))]
    count = 0
    while waiting:
        shape, depth = waiting.pop()
        count += 1
        if count > _MOST_SHAPES or depth > _DEEPEST:
            raise too_large(f"{count} shapes, {depth} deep")
        if isinstance(shape, GroupShape):
            waiting += [(inner, depth + 1) for inner in reversed(list(shape.shapes))]
        elif getattr(shape, "has_table", False):
            yield from ((block.text, block.form) for block in table(_rows(shape.table)))
        elif shape.has_text_frame:
            if not (_is_same(shape, title) or (_is_furniture(shape) and _is_repeated(shape, repeated))):
                yield from lines_of(shape.text_frame)
        else:
            yield from ((line, Form.ITEM) for line in _diagram(shape))


def _is_same(shape: Any, other: Any) -> bool:
    return other is not None and shape.shape_id == other.shape_id


def _is_furniture(shape: Any) -> bool:
    """Whether a shape is for what all slides show: date, footer, number."""
    return shape.is_placeholder and shape.placeholder_format.type in _FURNITURE and shape.has_text_frame


def _is_repeated(shape: Any, repeated: Texts[str]) -> bool:
    """Whether several slides have what is in a footer, or PowerPoint fills it in."""
    return shape.text_frame.text in repeated or next(shape._element.iter(qn("a:fld")), None) is not None


def _diagram(shape: Any) -> Iterator[str]:
    """The texts of a diagram (SmartArt), in the order of its outline."""
    ids = shape._element.xpath(".//*[local-name()='relIds']/@r:dm")
    if ids and ids[0] in shape.part.rels:
        collector = Collector("p")
        stream(BytesIO(shape.part.related_part(ids[0]).blob), collector)
        for paragraph in collector.found:
            if text := " ".join(clean(in_line(paragraph)).split()):
                yield text


def _rows(shown: Any) -> Iterator[list[Cell]]:
    """The rows of a table; cells that others are merged over are left out."""
    for place, row in enumerate(shown.rows):
        yield [
            Cell(
                " ".join(clean(cell.text_frame.text).split()),
                columns=cell.span_width,
                rows=cell.span_height,
                heading=place == 0 and shown.first_row,
            )
            for cell in row.cells
            if not cell.is_spanned
        ]


def _notes(slide: Any) -> Iterator[tuple[str, Form]]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if frame is not None:
        yield from ((text, Form.TEXT) for text, _ in lines_of(frame))
