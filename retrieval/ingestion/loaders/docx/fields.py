"""Fields: what stands in the text is their result, not the instruction that made it."""

from dataclasses import dataclass, field

from retrieval.ingestion.loaders.packages.elements import Element, is_true

_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of the text, one within another.

    Attributes:
        without_pages: Whether numbers of pages are left out.
        is_read: Whether text at this place is shown.
    """

    without_pages: bool = False
    is_read: bool = True
    _open: list[_Field] = field(default_factory=list)

    def simple(self, instruction: str) -> None:
        """A field begins that holds its result alone."""
        self._open.append(_Field(instruction, in_result=True))
        self._look()

    def mark(self, element: Element) -> None:
        """A mark of a complex field: its begin, the begin of its result, or its end."""
        match element.attributes.get("fldCharType"):
            case "begin":
                self._open.append(_Field())
            case "separate" if self._open:
                self._open[-1].in_result = True
            case "end":
                self.close()
        self._look()

    def close(self) -> None:
        """A field ends."""
        if self._open:
            self._open.pop()
        self._look()

    def instruct(self, text: str) -> None:
        """A part of an instruction."""
        if self._open and len(self._open[-1].instruction) < 100:
            self._open[-1].instruction += text

    def end_paragraph(self) -> None:
        """Close what is still an instruction: a damaged field would hide all that follows."""
        if self._open:
            self._open = [one for one in self._open if one.in_result]
            self._look()

    def _look(self) -> None:
        self.is_read = all(one.in_result for one in self._open) and not (
            self.without_pages and any(_kind(one.instruction) in _PAGES for one in self._open)
        )


def _kind(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def chosen(mark: Element) -> str:
    """What a field of a form shows that has no result, by the mark at its begin: ☑, or the entry chosen."""
    if (form := mark.find("ffData")) is None:
        return ""
    if (box := form.find("checkBox")) is not None:
        state = box.find("checked") or box.find("default")
        return "☑" if state and is_true(state.attributes.get("val")) else "□"
    if (choice := form.find("ddList")) is not None:
        entries = [entry.attributes.get("val", "") for entry in choice.all("listEntry")]
        place = choice.number("result") or choice.number("default") or 0
        return entries[place] if 0 <= place < len(entries) else ""
    return ""
