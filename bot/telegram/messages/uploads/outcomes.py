"""The messages that say what was added."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.services.documents import AddedFile
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from bot.telegram.messages.uploads.files import NAME_UNITS, UploadedFile, WebLink
from retrieval.documents import Omission
from retrieval.errors import Unreadable

_PLACES_UNITS = 500

_OMITTED_PAGES: Final[Mapping[Unreadable, str]] = MappingProxyType(
    {Unreadable.UNMAPPED: "unmapped", Unreadable.UNRECOGNISED: "unrecognised"}
)
"""Kinds of pages that were not read, by the reason; all others are pictures."""


def render_kept(kept: AddedFile, upload: UploadedFile | WebLink, translator: Translator) -> Html:
    """The message that a file was added, and which of its pages, or of the files in it, could not be read."""
    return joined([_added(kept, upload, translator), *_omitted(kept.outcome.omissions, translator)])


def _omitted(omissions: Iterable[Omission], translator: Translator) -> Iterator[Html]:
    """A line for each kind of what could not be read."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for omission in omissions:
        kind = _OMITTED_PAGES.get(omission.reason, "scanned") if omission.pages else "files"
        places[kind].append(omission.place)
    told = {kind: clip("; ".join(each), _PLACES_UNITS) for kind, each in places.items()}
    if pages := told.get("scanned"):
        yield translator.say("upload-pages-scanned", pages=pages)
    if pages := told.get("unmapped"):
        yield translator.say("upload-pages-unmapped", pages=pages)
    if pages := told.get("unrecognised"):
        yield translator.say("upload-pages-unrecognised", pages=pages)
    if files := told.get("files"):
        yield translator.say("upload-files-unread", files=files)


def _added(kept: AddedFile, upload: UploadedFile | WebLink, translator: Translator) -> Html:
    name = upload.label
    if kept.entry and isinstance(upload, UploadedFile):  # the bot may have given it another
        name = replace(upload, name=kept.entry.source).label
    title = clip(one_line(kept.entry.title), NAME_UNITS) if kept.entry else name
    count = kept.entry.passages if kept.entry else 0
    if kept.outcome.change == "unchanged":
        return translator.say("upload-unchanged", name=name, title=title, count=count)
    if kept.outcome.change == "replaced":
        return translator.say("upload-replaced", name=name, title=title, count=count)
    return translator.say("upload-added", name=name, title=title, count=count)
