"""The parts of a Word file: an archive whose parts refer to each other."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.docx.elements import Collector, Element, Handler, stream, too_large

_MOST_BYTES: Final = 64 << 20
"""Bytes of all parts that are read, unpacked. A small file can be made to unpack to any size."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old Word files, and locked new ones, begin
_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind of thing (`styles`, `header`) and the name of its part."""

    kind: str
    part: str


class Package:
    """The parts of a file; pictures and whatever else is not read are never unpacked.

    Args:
        data: The bytes of the file.

    Raises:
        DocumentError: They are no such archive; a password locks it; it is of the old format.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(_COMPOUND):
            raise _compound(data)
        try:
            self._archive = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise damaged() from error
        self._names = {info.filename.lower(): info for info in self._archive.infolist()}
        self._size = 0
        relations = self.relations("").values()
        self.main = next(
            (relation.part for relation in relations if relation.kind == "officeDocument"), _MAIN
        )
        if self.main.lower() not in self._names:
            raise damaged()

    def read(self, part: str, handler: Handler) -> None:
        """Tell a handler of the elements of a part, of none where there is no such part.

        Raises:
            DocumentError: With this part, more is unpacked than may be.
        """
        info = self._names.get(part.lower())
        if info is None:
            return
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:  # others may ask for memory at will
            raise damaged()
        self._size += info.file_size  # zipfile gives no more than this
        if self._size > _MOST_BYTES:
            raise too_large(f"{self._size >> 20} MB")
        with self._archive.open(info) as source:
            stream(source, handler)

    def elements(self, part: str, *names: str) -> list[Element]:
        """The elements of a part that have one of these names."""
        collector = Collector(*names)
        self.read(part, collector)
        return collector.found

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part refers to within the file, by id; "" for the file itself."""
        folder, name = posixpath.split(part)
        found = self.elements(posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship")
        return {
            element.attributes.get("Id", ""): Relation(
                element.attributes.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.attributes.get("Target", "")))[1:],
            )
            for element in found
            if element.attributes.get("TargetMode") != "External"
        }


def damaged() -> DocumentError:
    """The error for a file that is no Word document."""
    return DocumentError(
        "The file is not a Word document, or it is damaged or locked by a password;"
        " open it in Word and save it as .docx.",
        Unreadable.DAMAGED,
    )


def _compound(data: bytes) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return DocumentError(
            "The file is locked by a password; open it in Word and save it without one.", Unreadable.LOCKED
        )
    return DocumentError(
        "The file is of Word's old format, whatever its name; open it in Word and save it as .docx.",
        Unreadable.DAMAGED,
    )
