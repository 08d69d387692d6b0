"""What stands below the page of an answer, or in place of it."""

from typing import Final

from bot.telegram.messages.citation import beside, unlinked
from bot.telegram.messages.html import Html, escaped, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.errors import Unshown
from retrieval.ingestion.rendering import PagePicture
from retrieval.originals import Original, can_mark

_NAME_UNITS: Final = 200


def render_caption(original: Original, picture: PagePicture, translator: Translator) -> Html:
    """Name of the file and number of the page; and that nothing is marked, where something should be."""
    name = unlinked(clip(one_line(original.source), _NAME_UNITS))
    where = escaped(beside(name, translator.plain("page", page=picture.page)))
    is_complete = picture.is_marked or not can_mark(original)
    return joined([where, Html("") if is_complete else translator.say("page-unmarked")])


def render_unshown(reason: Unshown, translator: Translator) -> Html:
    """Why a page is not shown."""
    sentences = {
        Unshown.CHANGED: translator.say("original-changed"),
        Unshown.ELSEWHERE: translator.say("original-lost"),
        Unshown.GONE: translator.say("original-gone"),
        Unshown.REMOVED: translator.say("passage-gone"),
    }
    return sentences.get(reason, translator.say("page-failed"))
