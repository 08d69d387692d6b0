"""The process that reads files, one after another: `python -m retrieval.ingestion.workers.worker LIMITS`.

It takes requests from standard input and ends with it, and gives responses on standard output.
"""

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final

from retrieval.documents import Contents
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.formats import import_loaders
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.recognition import Allowance, is_installed
from retrieval.ingestion.rendering import PagePicture, render
from retrieval.ingestion.workers.limits import Limits
from retrieval.ingestion.workers.messages import (
    READY,
    Request,
    Response,
    receive_request,
    send_page,
    send_response,
)

_LIBRARY: Final = "pypdfium2"  # its loader imports it with the first file
_PARENT_POLL_S: Final = 0.5
_GRACE_S: Final = 5.0
"""Seconds by which the pool may be late to end a worker before the system does."""
_KEPT_SHARE: Final = 4
"""Part of the memory for a file that a worker may keep after it; with more it is replaced."""


def main() -> None:
    """Serve requests until there are no more."""
    limits = Limits(**json.loads(sys.argv[1]))
    inlet, outlet = sys.stdin.buffer, _own_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the process that reads
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    _go_first()
    _import_all()
    before = _address_space()
    _limit_memory(before + limits.memory_bytes, before + limits.recognition_bytes)
    outlet.write(READY)
    outlet.flush()
    while request := receive_request(inlet):
        size = len(request.data)
        _end_after(limits.seconds_for(size), limits.seconds_in_all(size) + _GRACE_S)
        recognition = _recognition(limits, before, outlet) if limits.pages and is_installed() else None
        contents = _read(request, limits, recognition)
        spent = _address_space() - before > limits.memory_bytes // _KEPT_SHARE
        _limit_memory(before + limits.memory_bytes)
        send_response(outlet, Response(contents, spent))
        _end_after(0, 0)
        if spent:
            break


def _own_output() -> BinaryIO:
    """Standard output for responses alone; what libraries print goes nowhere."""
    outlet = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return outlet


def _import_all() -> None:
    """Load all that reading needs, so that the first file does not wait for it."""
    import_loaders()
    import_module(_LIBRARY)
    text = "# 通知\n\n青石桥在停工两年之后\n\n重新开放。\n\n<p>免费</p>\n"
    read_contents(Path("通知.md"), "通知.md", text.encode())


def _recognition(limits: Limits, before: int, outlet: BinaryIO) -> Allowance:
    """The recognition of a file's pages, with time for each and memory from the first on."""

    def before_page(page: int, pages: int) -> None:
        seconds = limits.seconds_per_page
        _end_after(seconds, limits.busy * seconds + _GRACE_S)
        _limit_memory(before + limits.recognition_bytes)
        send_page(outlet, page, pages)

    return Allowance(limits.pages, before_page)


def _read(
    request: Request, limits: Limits, recognition: Allowance | None
) -> Contents | PagePicture | DocumentError:
    try:
        if request.place is not None:
            return render(Path(request.path), request.data, request.place)
        return read_contents(Path(request.path), request.source, request.data, limits, recognition)
    except MemoryError:
        return _out_of_memory()
    except DocumentError as error:
        return _out_of_memory() if _is_for_memory(error) else error


def _out_of_memory() -> DocumentError:
    """The error for a file that takes too much memory."""
    return DocumentError(
        "The file takes more memory to read than any document should; save it anew, or in parts.",
        Unreadable.OUT_OF_MEMORY,
    )


def _is_for_memory(error: BaseException | None) -> bool:
    """Whether an error comes of a lack of memory, as which some loader told it."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_POLL_S)
    os._exit(1)


def _end_after(busy: float, in_all: float) -> None:
    """Have the system end this process, also where no Python code runs meanwhile.

    Args:
        busy: After so many seconds of processor time; 0: never.
        in_all: After so many seconds; 0: never.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, busy)
        signal.setitimer(signal.ITIMER_REAL, in_all)


def _go_first() -> None:
    """Where memory runs out, have the system end this process and not the one that asked for it."""
    with suppress(OSError):  # only Linux has it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _limit_memory(bytes_: int, most: int | None = None) -> None:
    """Allow this process so much address space, where the system can hold it to that.

    Args:
        bytes_: How much.
        most: What may be allowed later; None for what was said before.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            most = resource.getrlimit(resource.RLIMIT_AS)[1] if most is None else most
            resource.setrlimit(resource.RLIMIT_AS, (bytes_, most))


def _address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
