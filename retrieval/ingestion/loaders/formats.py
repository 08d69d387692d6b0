"""Chooses the loader of a file, by its content or its name, and reports files that cannot be read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from types import MappingProxyType

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Extract, Part
from retrieval.ingestion.kinds import suffix_of
from retrieval.ingestion.loaders.room import Room
from retrieval.text import with_ideographs

_LOADERS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "plain",
        ".md": "markdown",
        ".html": "html",
        ".htm": "html",
        ".pdf": "pdf",
        ".docx": "docx",
        ".xlsx": "sheets",
        ".xlsm": "sheets",
        ".xls": "sheets",
        ".ods": "sheets",
        ".csv": "sheets.delimited",
        ".tsv": "sheets.delimited",
        ".pptx": "slides",
        ".rtf": "rtf",
        ".epub": "epub",
        ".eml": "mail",
        ".zip": "archive",
        ".json": "chats",
        **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"), "pictures"),
    }
)
"""Suffixes and the modules that read such files, each with a function `extract`."""
_WITH_ROOM = frozenset({"mail", "archive", "pdf", "pictures"})
"""Modules that read files within files, or pages that are pictures, and are told how much of these."""
INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".doc", ".wps", ".odt"), ".docx"),
        **dict.fromkeys((".et", ".xlsb", ".numbers"), ".xlsx"),
        **dict.fromkeys((".ppt", ".dps", ".odp"), ".pptx"),
        **dict.fromkeys((".rar", ".7z"), ".zip"),
        **dict.fromkeys((".heic", ".heif", ".avif"), ".jpg"),
        ".gif": ".png",
    }
)
"""Suffixes of files that have to be saved as others, or packed as such, to be read; and those of these."""

_LONGEST_TITLE = 200  # every passage is searched with its title: a page of them would fill the index

_SPACED = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_BETWEEN_SPACED = re.compile(rf"(?<={_SPACED.pattern})[ \t]+(?=\S)|(?<=\S)[ \t]+(?={_SPACED.pattern})")
_FEWEST_SPACED = 20  # characters
_MOSTLY_SPACED = 0.7  # share of single characters among what white space parts

SUFFIXES = frozenset(_LOADERS)
"""Suffixes of files that can be read."""
EXPORTED_CHAT = "result.json"
"""What Telegram calls a chat that it exports."""
PICTURES = frozenset(suffix for suffix, module in _LOADERS.items() if module == "pictures")
"""Suffixes of pictures, whose text is recognised."""


def is_readable(path: PurePath, *, recognises: bool) -> bool:
    """Whether a file among others is one to read, by its suffix.

    Args:
        path: The file.
        recognises: Whether text is recognised, without which pictures are passed over.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":  # most are no exported chats
        return path.name.lower() == EXPORTED_CHAT
    return suffix in SUFFIXES and (recognises or suffix not in PICTURES)


def load(path: PurePath, data: bytes | None = None, room: Room | None = None) -> Extract:
    """Take the text out of a file, by its first bytes where these tell what it is, else by its suffix.

    Args:
        path: The file.
        data: Its bytes where they were read already.
        room: What may be read of the files within it, and of pages that are pictures; None for no such pages.

    Raises:
        DocumentError: The file is not there, is empty, is of no known kind, or is damaged.
            The message leaves it to the caller to name the file.
        MemoryError: Reading takes more memory than there is.
    """
    data = read_bytes(Path(path)) if data is None else data
    suffix = suffix_of(path.suffix.lower(), data)
    if suffix not in SUFFIXES:
        way_out = f"these can: {' '.join(sorted(SUFFIXES))}"
        if instead := INSTEAD.get(suffix):
            way_out = f"{'pack' if instead == '.zip' else 'save'} this one as {instead}"
        what = f"Files that end in {suffix}" if suffix else "Files without a suffix"
        raise DocumentError(f"{what} cannot be read; {way_out}.", Unreadable.KIND)
    if not data.strip():
        raise DocumentError("The file is empty; add a file that has text.", Unreadable.EMPTY)
    try:
        loader = _loader(suffix)
        extract = loader(data, room or Room()) if _LOADERS[suffix] in _WITH_ROOM else loader(data)
        extract = _tidied(extract)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # libraries raise all kinds of errors on unusual files
        raise unforeseen(error) from error
    if not _has_text(extract):
        raise DocumentError("The file holds no text; add a file that has some.", Unreadable.EMPTY)
    return extract


def _loader(suffix: str) -> Callable[..., Extract]:
    """What reads files of a suffix, imported only now: the libraries behind it take a quarter of a second."""
    module = import_module(f"retrieval.ingestion.loaders.{_LOADERS[suffix]}")
    loader: Callable[..., Extract] = module.extract
    return loader


def import_loaders() -> None:
    """Import the modules that read the commonest kinds of files."""
    for suffix in (".txt", ".md", ".html", ".pdf", ".docx"):
        _loader(suffix)


def _cleaned(extract: Extract) -> Extract:
    """An extract without invisible characters: those too that markup writes as entities (&#x202e;)."""
    from retrieval.ingestion.loaders.plain import clean  # noqa: PLC0415  # every loader has imported it

    blocks = (replace(block, text=clean(block.text)) for block in extract.blocks)
    return replace(extract, blocks=tuple(blocks), title=clean(extract.title or "") or None)


def _with_ideographs(extract: Extract) -> Extract:
    """An extract in the characters that people type, not in radicals of a font."""
    blocks = tuple(replace(block, text=with_ideographs(block.text)) for block in extract.blocks)
    return replace(extract, blocks=blocks, title=with_ideographs(extract.title or "") or None)


def _has_text(extract: Extract) -> bool:
    return any(block.text.strip() for block in extract.blocks) or any(
        _has_text(part.extract) for part in extract.parts
    )


def _tidied(extract: Extract) -> Extract:
    """An extract and its parts in clean characters, closed up and with short titles."""
    from retrieval.ingestion.loaders.plain import clean  # noqa: PLC0415  # every loader has imported it

    names = (" ".join(clean(part.name).split())[:_LONGEST_TITLE] for part in extract.parts)
    parts = tuple(Part(name, _tidied(part.extract)) for name, part in zip(names, extract.parts, strict=True))
    return replace(_with_short_titles(_closed_up(_with_ideographs(_cleaned(extract)))), parts=parts)


def _closed_up(extract: Extract) -> Extract:
    """An extract without the spaces that text recognition leaves between all characters, where it does.

    That is in all of it, or in single blocks.
    """
    whole = _is_spaced(block.text for block in extract.blocks)
    blocks = (
        replace(block, text=_BETWEEN_SPACED.sub("", block.text))
        if whole or _is_spaced([block.text])
        else block
        for block in extract.blocks
    )
    return replace(extract, blocks=tuple(blocks))


def _is_spaced(texts: Iterable[str]) -> bool:
    """Whether spaces stand between nearly all characters."""
    pieces = [piece for text in texts for piece in text.split()]
    spaced = sum(_SPACED.fullmatch(piece) is not None for piece in pieces)
    return spaced >= _FEWEST_SPACED and spaced >= len(pieces) * _MOSTLY_SPACED


def _with_short_titles(extract: Extract) -> Extract:
    """An extract whose title is no longer than a title may be; headings that are longer are text."""
    blocks = (
        replace(block, heading=False, level=0)
        if block.heading and len(block.text) > _LONGEST_TITLE
        else block
        for block in extract.blocks
    )
    return replace(extract, blocks=tuple(blocks), title=(extract.title or "")[:_LONGEST_TITLE] or None)


def unforeseen(error: Exception) -> DocumentError:
    """The error for a file on which a loader failed unexpectedly."""
    return DocumentError(
        f"The file is damaged or of an unusual form ({type(error).__name__});"
        " open it in the program it was made with and save it again.",
        Unreadable.DAMAGED,
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: It is not there or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"The file cannot be read ({error.strerror}); check that {path} is right.", Unreadable.MISSING
        ) from error
