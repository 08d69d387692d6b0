"""A connection to Milvus whose errors are one sentence for people."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from retrieval.errors import PassageIndexError
from retrieval.search.milvus.address import Address
from retrieval.storage.permissions import make_private_folder

_TIMEOUT_S: Final = 10.0
"""Seconds that a server has for its first answer."""
_TAKEN_WAIT_S: Final = 5.0
"""Seconds that another process is waited for that uses the same file."""
_RETRY_S: Final = 0.2
_LONGEST_REASON: Final = 160
"""Characters of what Milvus says of an error."""


class Connection:
    """Calls Milvus. Safe to use from several threads."""

    def __init__(self, address: Address) -> None:
        """Connect.

        Raises:
            PassageIndexError: The packages are missing, the file cannot be opened, or no server answers.
        """
        self.address = address
        if not find_spec("pymilvus") or (address.file and not find_spec("milvus_lite")):
            raise PassageIndexError(
                "YUANWEN_INDEX asks for Milvus, whose packages are not installed. "
                "Install them with pip install 'yuanwen[milvus]'."
            ).phrased("milvus-missing")
        _prepare(address)
        if address.file:
            self._client = _opened(address.file, address)
        else:
            with self.attempt():
                self._client = _client(address)

    @contextmanager
    def attempt(self) -> Iterator[Any]:
        """A block that uses the client.

        Raises:
            PassageIndexError: Milvus does not answer, or answers with an error.
        """
        from grpc import RpcError  # noqa: PLC0415
        from pymilvus.exceptions import MilvusException  # noqa: PLC0415

        try:
            yield getattr(self, "_client", None)
        except (MilvusException, RpcError) as error:
            place, reason = self.address.shown, self._reason(error)
            raise PassageIndexError(
                f"Milvus at {place} does not answer as it should: {reason}. "
                "Check that it runs, and the address in YUANWEN_INDEX."
            ).phrased("milvus-failed", place=place, reason=reason) from None

    def _reason(self, error: Exception) -> str:
        """What Milvus says, in a line and without secrets."""
        text = " ".join(str(getattr(error, "message", "") or type(error).__name__).split())
        for secret in self.address.secrets:
            text = text.replace(secret, "…")
        return text[:_LONGEST_REASON].rstrip(".")


def _opened(file: Path, address: Address) -> Any:
    """The client of a file, which one process at a time may use."""
    from pymilvus.exceptions import MilvusException  # noqa: PLC0415

    late = time.monotonic() + _TAKEN_WAIT_S
    while True:
        try:
            make_private_folder(file)
            return _client(address)
        except (MilvusException, OSError):
            if time.monotonic() > late or not file.is_dir():
                raise PassageIndexError(
                    f"{file} cannot be opened as an index of Milvus: another process uses it, and one at a "
                    "time can, or it is damaged. End that process, or use a Milvus server."
                ).phrased("milvus-file", file=file) from None
            time.sleep(_RETRY_S)


def _client(address: Address) -> Any:
    from pymilvus import MilvusClient  # noqa: PLC0415

    return MilvusClient(address.uri, timeout=_TIMEOUT_S)


def _prepare(address: Address) -> None:
    """Errors are raised, which is enough: logs would repeat them with tracebacks and addresses."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")
    import pymilvus  # noqa: F401, PLC0415  # sets up its logs

    if address.file:
        import jieba  # noqa: PLC0415  # cuts words in milvus-lite

        jieba.setLogLevel("ERROR")
        jieba.dt.tmp_dir = str(address.file)  # what it keeps for the next start is loaded without a check
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
