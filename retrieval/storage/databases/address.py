"""The address of a database on a server."""

from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import urlsplit

from retrieval.errors import StoreError

_SCHEMES: Final = frozenset({"postgresql", "postgresql+psycopg"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is; its password is in no text that is made of it.

    Attributes:
        url: A URL as SQLAlchemy takes it.
    """

    url: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """The address in a URL.

        Raises:
            StoreError: It is none of PostgreSQL.
        """
        try:
            parts = urlsplit(url)
            known = parts.scheme in _SCHEMES and bool(parts.path.strip("/")) and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise StoreError("it must be an address such as postgresql://user:password@host/database")
        return cls(url)

    @property
    def password(self) -> str | None:
        """The password in it, or None."""
        return urlsplit(self.url).password

    def __str__(self) -> str:
        """Host and name of the database."""
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return f"postgresql://{parts.hostname or ''}{port}{parts.path}"
