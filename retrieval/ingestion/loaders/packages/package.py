"""The parts of an Office file: an archive whose parts refer to each other."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import BadZipFile

from retrieval.ingestion.loaders.packages.container import Container
from retrieval.ingestion.loaders.packages.elements import Collector, Element, Handler, stream


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind of thing (`styles`, `header`) and the name of its part."""

    kind: str
    part: str


class Package:
    """The parts of a file; pictures and whatever else is not read are never unpacked.

    Args:
        data: The bytes of the file.
        main: The name of its main part where the file does not tell.

    Raises:
        BadZipFile: They are no such archive.
        DocumentError: More is unpacked than may be.
    """

    def __init__(self, data: bytes, main: str) -> None:
        self._container = Container(data)
        relations = self.relations("").values()
        self.main = next((relation.part for relation in relations if relation.kind == "officeDocument"), main)
        if self.main not in self._container:
            raise BadZipFile(f"{self.main} is missing")

    def read(self, part: str, handler: Handler) -> None:
        """Tell a handler of the elements of a part, of none where there is no such part.

        Raises:
            DocumentError: With this part, more is unpacked than may be.
        """
        if part in self._container:
            with self._container.open(part) as source:
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
