"""The sectors of a file of Office before 2007 (MS-CFB), which calamine follows without looking for an end."""

from collections.abc import Sequence
from io import BytesIO

import olefile

_LAST_SECTOR = 0xFFFFFFFA


def check_sectors(data: bytes) -> None:
    """Refuse a file whose sectors, or the tables that tell which follows which, lead in a circle.

    Raises:
        EOFError: They do, or cannot be told.
    """
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            file.loadminifat()
            is_endless = _is_endless(file.fat) or _is_endless(file.minifat) or _has_endless_table(file)
    except (OSError, ValueError, IndexError, RuntimeError) as error:
        raise EOFError(str(error)) from error
    if is_endless:
        raise EOFError("sectors that lead in a circle")


def _is_endless(following: Sequence[int]) -> bool:
    """Whether a way from sector to sector leads back to where it was, by the one that follows each."""
    has_end = bytearray(len(following))
    for start in range(len(following)):
        at, way = start, set[int]()
        while at < len(following) and not has_end[at]:
            if at in way:
                return True
            way.add(at)
            at = following[at]
        for each in way:
            has_end[each] = True
    return False


def _has_endless_table(file: olefile.OleFileIO) -> bool:
    """Whether the sectors that tell where the table lies, of a large file, lead in a circle."""
    at, way = file.first_difat_sector, set[int]()
    while at < _LAST_SECTOR:
        if at in way:
            return True
        way.add(at)
        at = int.from_bytes(file.getsect(at)[-4:], "little")
    return False
