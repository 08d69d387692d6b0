"""Word files written element by element, as Word, WPS and LibreOffice write them."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.loaders import load
from retrieval.ingestion.passages import split
from tests.retrieval.ingestion.reading import document_of

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": f"{_OFFICE}/relationships",
        "m": f"{_OFFICE}/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_ROOTS = {"document": "document", "styles": "styles", "numbering": "numbering", "settings": "settings"}
_ROOTS |= {"footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr", "footer": "ftr"}


def file(body: str, parts: Mapping[str, str] | None = None, title: str = "") -> bytes:
    """A Word file.

    Args:
        body: What its body holds.
        parts: What its other parts hold, by their names: styles, numbering, footnotes, header1, diagramData1.
            The body refers to one by the name as an id.
        title: The title among its properties.
    """
    held = {f"word/{name}.xml": part(name, content) for name, content in (parts or {}).items()}
    held["word/document.xml"] = part("document", f"<w:body>{body}</w:body>")
    held["_rels/.rels"] = relations(
        {"rId1": ("officeDocument", "word/document.xml"), "rId2": ("core-properties", "docProps/core.xml")}
    )
    held["word/_rels/document.xml.rels"] = relations(
        {name: (name.rstrip("0123456789"), f"{name}.xml") for name in parts or {}}
    )
    held["docProps/core.xml"] = f"{_HEAD}<p:c xmlns:p='p' xmlns:dc='d'><dc:title>{title}</dc:title></p:c>"
    return archive({name: content.encode() for name, content in held.items()})


def part(name: str, content: str) -> str:
    """The XML of a part of the file."""
    root = _ROOTS.get(name.rstrip("0123456789"), "part")
    return f"{_HEAD}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """The XML of what a part refers to: kind and target by id."""
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f"{_HEAD}<Relationships>{lines}</Relationships>"


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Files as one archive."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; what is no element is the text of one."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    head = f"<w:pPr>{style}{properties}</w:pPr>" if style or properties else ""
    return f"<w:p>{head}{inner}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs; what is no element is the text of one."""
    inner = "".join(piece if piece.startswith("<") else paragraph(piece) for piece in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or paragraph()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; what is no element is the text of one."""
    inner = "".join(piece if piece.startswith("<") else cell(piece) for piece in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def style(name: str, content: str = "", based_on: str = "", kind: str = "paragraph") -> str:
    """A style; its id is its name."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{base}{content}</w:style>'


def level(place: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*lists: str, more: str = "") -> str:
    """The rules of lists that are numbered from 1; each is given by its levels."""
    rules = "".join(
        f'<w:abstractNum w:abstractNumId="{place}">{levels}</w:abstractNum>'
        for place, levels in enumerate(lists, 1)
    )
    numbers = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>'
        for place in range(1, len(lists) + 1)
    )
    return rules + numbers + more


def item(text: str, number: int = 1, place: int = 0, style: str = "") -> str:
    """A paragraph of a list."""
    properties = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, style=style, properties=properties)


def blocks(body: str, **parts: str) -> Sequence[Block]:
    """The blocks with text of a Word file."""
    return [block for block in load(Path("a.docx"), file(body, parts)).blocks if block.text]


def texts(body: str, **parts: str) -> list[str]:
    """The texts of the blocks of a Word file."""
    return [block.text for block in blocks(body, **parts)]


def passages(body: str, **parts: str) -> list[tuple[str, str]]:
    """The passages of a Word file with their titles."""
    document = document_of("文件.docx", file(body, parts))
    return [(passage.title, passage.text) for passage in split(document)]
