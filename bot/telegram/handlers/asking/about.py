"""What the bot says of itself, and of the documents that a chat can ask."""

from collections.abc import Sequence

from bot.telegram.messages.citation import titles
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from retrieval.documents import DocumentName
from retrieval.followup.address import Subject


def render_about(subject: Subject, names: Sequence[DocumentName], translator: Translator) -> Html:
    """The message that says who answers, or from which documents.

    Args:
        subject: What was asked.
        names: The documents that the chat can see.
        translator: The language of the message.
    """
    lines = [translator.say("about-me")] if subject == "self" else []
    if names:
        lines.append(translator.say("about-documents", count=len(names), names=titles(names)))
    else:
        lines.append(translator.say("about-no-documents"))
    return joined([*lines, translator.say("about-try")], "\n\n" if subject == "self" else "\n")
