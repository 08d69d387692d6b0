"""A Word file as an extract: its body, its notes where they are referred to, headers and footers once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.parsers.expat import ExpatError

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders.docx.content import Notes
from retrieval.ingestion.loaders.docx.numbering import Numbering
from retrieval.ingestion.loaders.docx.paragraphs import Paragraphs
from retrieval.ingestion.loaders.docx.story import Story
from retrieval.ingestion.loaders.docx.styles import Styles
from retrieval.ingestion.loaders.packages.container import DAMAGED, refuse_compound
from retrieval.ingestion.loaders.packages.elements import Element, is_true
from retrieval.ingestion.loaders.packages.package import Package
from retrieval.ingestion.loaders.running import with_running
from retrieval.ingestion.loaders.titles import borne_out, with_title

_MAIN = "word/document.xml"
_RUNNING = ("header", "footer")
_PICTURED = frozenset({"diagramData", "chart"})  # parts with text that a page shows within a picture


def extract(data: bytes) -> Extract:
    """Paragraphs, items and table rows as blocks in the order of the page, headings by their styles.

    A note comes after the paragraph that refers to it, a text box after the one that it is anchored in.
    Headers and footers come once, below the title. A file's properties say when it was made, which is not
    when its text was published: no date is taken.

    Raises:
        DocumentError: The bytes are no Word document, or it holds more than can be read.
    """
    refuse_compound(data, "Word", ".docx")
    try:
        return _extract(Package(data, _MAIN))
    except (*DAMAGED, ExpatError) as error:
        raise DocumentError(
            "The file is not a Word document, or it is damaged or locked by a password;"
            " open it in Word and save it as .docx.",
            Unreadable.DAMAGED,
        ) from error


def _extract(package: Package) -> Extract:
    file = _File(package)
    body, sections = file.body()
    body = with_title(body)
    title = _title(body) or _property_title(package, body)
    blocks = with_running(body, file.running(sections), title)
    if any(block.heading for block in blocks):
        blocks = [replace(block, heading=bool(block.heading)) for block in blocks]
    return Extract(tuple(blocks), title=title)


class _File:
    """The parts of a file, and what they share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations = package.relations(package.main)
        styles = Styles(self._elements("styles", "style"))
        self._paragraphs = Paragraphs(
            styles, Numbering(self._elements("numbering", "abstractNum", "num"), styles)
        )
        self._notes: Notes = {}

    def body(self) -> tuple[list[Block], Sequence[Element]]:
        """The blocks of the text, and the properties of its sections."""
        for kind in ("footnotes", "endnotes"):
            for part in self._parts(kind):
                self._story(part)
        story = self._story(self._package.main)
        return story.blocks, story.sections

    def running(self, sections: Sequence[Element]) -> list[Block]:
        """The lines of the headers and footers that pages show."""
        switches = self._elements("settings", "evenAndOddHeaders")
        is_double = any(is_true(switch.attributes.get("val")) for switch in switches)
        parts = dict.fromkeys(
            reference.attributes.get("id", "")
            for kind in _RUNNING
            for section in sections
            for reference in section.all(f"{kind}Reference")
            if _is_shown(reference.attributes.get("type", "default"), section, is_double)
        )
        return [
            block
            for name in parts
            if (relation := self._relations.get(name)) and relation.kind in _RUNNING
            for block in self._story(relation.part, without_pages=True).blocks
        ]

    def _story(self, part: str, without_pages: bool = False) -> Story:
        story = Story(self._paragraphs, self._notes, self._pictured, without_pages)
        self._package.read(part, story)
        return story

    def _pictured(self, name: str) -> list[Block]:
        """The text of a drawing, by the id under which the body refers to it."""
        relation = self._relations.get(name)
        if relation is None or relation.kind not in _PICTURED:
            return []
        return self._story(relation.part).blocks

    def _parts(self, kind: str) -> Iterator[str]:
        return (relation.part for relation in self._relations.values() if relation.kind == kind)

    def _elements(self, kind: str, *names: str) -> list[Element]:
        part = next(self._parts(kind), None)
        return self._package.elements(part, *names) if part else []


def _is_shown(kind: str, section: Element, is_double: bool) -> bool:
    """Whether a header is one that pages show: those of first and of even pages have to be switched on."""
    return {"first": section.is_on("titlePg"), "even": is_double}.get(kind, True)


def _title(blocks: Sequence[Block]) -> str | None:
    """The text in the style of titles, or the only heading that no other is on a par with or above."""
    headings = [block for block in blocks if block.heading]
    highest = min((block.level for block in headings), default=0)
    top = [block.text for block in headings if block.level == highest]
    if highest == 1:
        return top[0]
    return top[0] if len(top) == 1 and top[0] == headings[0].text else None


def _property_title(package: Package, blocks: Sequence[Block]) -> str | None:
    """The title among the file's properties, unless a program made it up or it is of another text."""
    part = next((r.part for r in package.relations("").values() if r.kind == "core-properties"), None)
    found = package.elements(part, "title") if part else []
    return borne_out(found[0].text, blocks) if found else None
