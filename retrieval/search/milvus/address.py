"""Where a Milvus is: the value of YUANWEN_INDEX."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit, urlunsplit

from retrieval.errors import PassageIndexError

_PREFIX: Final = "milvus:"
_SUFFIX: Final = ".db"
_SCHEMES: Final = ("http", "https", "tcp")


@dataclass(frozen=True, slots=True)
class Address:
    """A file of milvus-lite, or a server.

    Attributes:
        uri: For pymilvus; it may hold a token.
        shown: The same for people, without what opens it.
        file: The file, or None for a server.
    """

    uri: str = field(repr=False)
    shown: str
    file: Path | None = None

    @classmethod
    def of(cls, setting: str) -> Self:
        """Read `milvus:./index.db` or `milvus:http://host:19530`.

        Raises:
            PassageIndexError: It is neither; the message does not repeat it.
        """
        uri = setting.strip().removeprefix(_PREFIX)
        if uri == setting.strip():
            raise _malformed()
        if "://" in uri:
            return cls(uri, _without_secrets(uri))
        file = Path(uri).expanduser()
        if file.suffix != _SUFFIX:
            raise _malformed()
        return cls(str(file.absolute()), str(file.absolute()), file.absolute())

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may be in no message."""
        if self.file:
            return ()
        parts = urlsplit(self.uri)
        return tuple(part for part in (self.uri, parts.password, parts.username, parts.query) if part)


def _without_secrets(uri: str) -> str:
    try:
        parts = urlsplit(uri)
        place = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except ValueError:
        raise _malformed() from None
    if parts.scheme not in _SCHEMES or not place:
        raise _malformed()
    return urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))


def _malformed() -> PassageIndexError:
    return PassageIndexError(
        "YUANWEN_INDEX must be milvus: and a file that ends in .db, or the address of a Milvus server: "
        "milvus:./index.db, milvus:http://localhost:19530."
    ).phrased("index-form")
