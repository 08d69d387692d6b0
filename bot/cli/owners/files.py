"""Files that these commands write."""

import os
from pathlib import Path


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
        raise StateError(f"{file} is there already. Choose another name, or replace it with --force.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        raise StateError(
            f"{file} cannot be written: {error.strerror}. Check the folder and the space left."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
