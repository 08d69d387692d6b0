"""The way of a document from a message to the shelf: checked, fetched, read, kept, and each step told."""

import asyncio
import time
from dataclasses import dataclass, field
from math import ceil
from typing import Final, Self
from weakref import WeakValueDictionary

from telegram import Document, Message
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.services.documents import DocumentService
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.errors import note
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads import Problem, Upload, problem_of, quota, render_kept, render_problem
from bot.telegram.rate_limiter import asked_to_wait
from embeddings.errors import YuanwenError
from retrieval.library import PUBLIC, File
from retrieval.search.embedding import Backlog

_IN_MEMORY: Final = 4
"""How many files are fetched or wait to be read at the same time, 20 MB each at most."""

_PAUSES_S: Final = (0.5, 2.0)
"""How long to wait before a file that Telegram did not give is asked for again."""

_MOMENT_S: Final = 0.7
"""What is embedded within it is not told of."""
_LOOK_S: Final = 1.0
"""How often is looked whether a document is embedded."""
_TOLD_EVERY_S: Final = 20.0
"""How often the time left is told: Telegram lets a chat change only so often."""
_SOON_S: Final = 10.0
"""Up to so much time left, no time is told."""


@dataclass(frozen=True, slots=True)
class IngestionJob:
    """A document that is to be kept.

    Attributes:
        document: The document.
        chat: Telegram's id of the chat that it was sent in.
        collection: Where it goes.
        voice: How to speak with whoever sent it.
        progress: Where they see how far it is.
        upload: What can be told of the file before it is fetched.
        began: When, in seconds since 1970.
    """

    document: Document
    chat: int
    collection: str
    translator: Translator
    progress: Progress
    upload: Upload
    began: float = field(default_factory=time.time)

    @classmethod
    def of(
        cls, document_message: Message, collection: str, translator: Translator, progress: Progress
    ) -> Self | None:
        """The errand for the document of a message, or None where there is none."""
        if document_message.document is None:
            return None
        upload = Upload.of(document_message.document)
        return cls(
            document_message.document, document_message.chat.id, collection, translator, progress, upload
        )


class Ingestion:
    """Brings documents to the shelf, those of one collection one after another.

    Args:
        house: How much a chat may have, and who has been forgotten.
        shelf: Where documents are kept.
    """

    def __init__(self, services: Services, document_service: DocumentService) -> None:
        self._services = services
        self._document_service = document_service
        self._room = asyncio.Semaphore(_IN_MEMORY)
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, job: IngestionJob) -> None:
        """Bring a document to the shelf in its turn, and tell what came of it."""
        async with self._lines.setdefault(job.collection, asyncio.Lock()):
            try:
                problem = await self._problem(job) or await self._fetched(job)
            except TelegramError:
                raise
            except YuanwenError as error:
                note("upload_failed", error)
                problem = Problem.FAILED
            except Exception:  # nobody foresaw it: it is dealt with as in any other handler
                await job.progress.end(self.refusal(Problem.FAILED, job.upload, job.translator))
                raise
            if problem is not None:
                await job.progress.end(self.refusal(problem, job.upload, job.translator))

    def refusal(self, problem: Problem, upload: Upload, translator: Translator) -> Html:
        """The message that says why a file is not taken."""
        return render_problem(problem, upload, self._services.rules.documents, translator)

    async def _problem(self, job: IngestionJob) -> Problem | None:
        """Why there is no use in fetching a document; the same name again needs no room."""
        upload, collection, most = job.upload, job.collection, self._services.rules.documents
        if problem := upload.problem():
            return problem
        if collection == PUBLIC:
            return None
        if most == 0:
            return Problem.NONE_TAKEN
        others = await self._document_service.size_without(File.uploaded(upload.name, b""), collection)
        return Problem.NO_ROOM if others.documents >= most else None

    async def _fetched(self, job: IngestionJob) -> Problem | None:
        """Fetch, read and keep a document, and show how far that is. Gives the problem where there is one."""
        upload, translator, progress = job.upload, job.translator, job.progress
        most = None if job.collection == PUBLIC else quota(self._services.rules.documents)
        async with self._room:
            fetching = _download(job.document)
            data = await progress.during(translator.say("upload-received", name=upload.label), fetching)
            if isinstance(data, Problem):
                return data
            if job.collection != PUBLIC and self._services.state.has_left(job.chat, job.began):
                await progress.end(translator.say("forgotten"))
                return None
            adding = self._document_service.add(File.uploaded(upload.name, data), job.collection, most)
            kept = await progress.during(translator.say("upload-reading", name=upload.label), adding)
        if problem := problem_of(kept):
            return problem
        count = kept.entry.passages if kept.entry else 0
        indexing = translator.say("upload-indexing", name=upload.label, count=count)
        await progress.during(indexing, asyncio.wrap_future(kept.indexed))
        told = joined([render_kept(kept, upload, translator), _next(job.collection, translator)], "\n\n")
        if kept.entry and (backlog := await self._lasting(kept.entry.id)).missing:
            await progress.end(_with_meaning(told, backlog, translator))
            self._services.begin(self._tell_meaning(job, kept.entry.id, told))
        else:
            await progress.end(told)
        return None

    async def _lasting(self, document: int) -> Backlog:
        """What is still to be embedded of a document, after a moment where there is something."""
        backlog = await self._document_service.backlog(document)
        if backlog.missing:
            await asyncio.sleep(_MOMENT_S)
            backlog = await self._document_service.backlog(document)
        return backlog

    async def _tell_meaning(self, job: IngestionJob, document: int, told: Html) -> None:
        """Show how long a document is still being embedded, and that it is done.

        Args:
            errand: Brought the document.
            document: Its id.
            told: The message for when it is done.
        """
        progress, shown = job.progress, time.monotonic()
        while (backlog := await self._document_service.backlog(document)).missing:
            await asyncio.sleep(_LOOK_S)
            if time.monotonic() - shown > _TOLD_EVERY_S:
                await progress.change(_with_meaning(told, backlog, job.translator))
                shown = time.monotonic()
        if backlog.total:  # else it was removed meanwhile
            await progress.change(told)


async def _download(document: Document) -> bytes | Problem:
    """The bytes of a document; one that does not come is asked for twice more."""
    for pause in (*_PAUSES_S, None):
        try:
            file = await document.get_file()
            return bytes(await file.download_as_bytearray())
        except (BadRequest, Forbidden) as error:
            return Problem.SIZE if "too big" in error.message.lower() else Problem.LOST
        except TelegramError as error:
            note("download_failed", error)
            if pause is None or not isinstance(error, NetworkError | RetryAfter):
                return Problem.LOST
            await asyncio.sleep(max(pause, asked_to_wait(error)))
    return Problem.LOST


def _with_meaning(told: Html, backlog: Backlog, translator: Translator) -> Html:
    """A message about a document that is found by its words, and by its meaning only later."""
    if backlog.seconds is None or backlog.seconds <= _SOON_S:
        later = translator.say("upload-meaning-soon")
    else:
        later = translator.say("upload-meaning-later", minutes=ceil(backlog.seconds / 60))
    return joined([told, later], "\n\n")


def _next(collection: str, translator: Translator) -> Html:
    """What to do with a document that was added."""
    if collection == PUBLIC:
        return translator.say("upload-next-public")
    if collection.startswith("user-"):
        return translator.say("upload-next")
    return translator.say("upload-next-group")
