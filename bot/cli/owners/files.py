"""Files that these commands write."""

import os
from pathlib import Path

from bot.cli.language import say


def write_whole(file: Path, content: bytes, *, force: bool) -> None:
    """Write the whole file, or leave what is there.

    Args:
        file: The file.
        content: What to write.
        force: Replace the file if it is there.

    Raises:
        StateError: It is there already, or cannot be written.
    """
    from bot.storage import StateError  # noqa: PLC0415  # `yuanwen --help` does not wait for it

    if file.exists() and not force:
        raise StateError(say("file-there", file=str(file)))
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)  # it holds what people asked
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        raise StateError(say("file-unwritable", file=str(file), reason=str(error.strerror))) from error
    finally:
        draft.unlink(missing_ok=True)
