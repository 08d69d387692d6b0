"""Ingestion of an upload: checked, downloaded, read and indexed, with a status message on each step."""

import asyncio
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Final
from weakref import WeakValueDictionary

from telegram.error import TelegramError

from bot.services.documents import AddedFile, DocumentService, quota
from bot.storage import tolerated
from bot.storage.scopes import DocumentVersion, Place
from bot.telegram.handlers.asking.scope import ScopeFinder
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.documents.sources.naming import free_name
from bot.telegram.handlers.documents.sources.source import Source
from bot.telegram.handlers.errors import note
from bot.telegram.handlers.services import Services
from bot.telegram.messages.citation import titles
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.suggestions import suggestion_buttons
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads.files import UploadedFile, WebLink
from bot.telegram.messages.uploads.outcomes import render_kept
from bot.telegram.messages.uploads.problems import Problem, problem_of, render_problem, with_unasked
from embeddings.errors import YuanwenError
from retrieval.ingestion.recognition import OnPage
from retrieval.library import PUBLIC, File
from retrieval.search.embedding import Backlog

_EMBEDDING_GRACE_S: Final = 0.7
"""Seconds that embedding may take before the status message mentions it."""
_BACKLOG_POLL_S: Final = 1.0
"""Seconds between two checks whether a document is embedded."""
_STATUS_INTERVAL_S: Final = 20.0
"""Seconds between two updates of the time left: Telegram limits edits."""
_SOON_EMBEDDED_S: Final = 10.0
"""Seconds left up to which the status message names no time."""

_QUESTIONS: Final = 3
"""Questions that are offered with a document."""


@dataclass(frozen=True, slots=True)
class IngestionJob:
    """A document to ingest.

    Attributes:
        source: The document.
        place: Where it was sent, and who wants it added.
        collection: The collection to add it to.
        translator: The language of the sender.
        progress: The status message.
        asks: Whether a question came with it, which is answered once it is added.
        started_at: When the job was made, in seconds since 1970.
    """

    source: Source
    place: Place
    collection: str
    translator: Translator
    progress: Progress
    asks: bool = False
    started_at: float = field(default_factory=time.time)

    @property
    def upload(self) -> UploadedFile | WebLink:
        """What people see of the document."""
        return self.source.upload

    @property
    def is_private(self) -> bool:
        """Whether it was sent in a private chat."""
        return self.place.chat > 0


class Ingestion:
    """Ingests documents, those of one person one after another.

    Args:
        services: The owner's rules, and the database with the people who used /forget.
        document_service: Keeps the documents.
    """

    def __init__(self, services: Services, document_service: DocumentService) -> None:
        self._services = services
        self._document_service = document_service
        self._scopes = ScopeFinder(services)
        self._sender_locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def ingest(self, job: IngestionJob) -> int | None:
        """Ingest a document after the others of its sender; the status message shows the outcome.

        Returns:
            The id of the document; None where it was not added.
        """
        async with self._sender_locks.setdefault(job.place.person, asyncio.Lock()), AsyncExitStack() as turn:
            await turn.enter_async_context(self._document_service.turn(job.place.person))
            try:
                outcome = await self._problem(job) or await self._add(job, turn)
            except TelegramError:
                raise
            except YuanwenError as error:
                note("upload_failed", error)
                outcome = Problem.FAILED
            except Exception:  # unexpected: the error handler logs it
                await turn.aclose()
                await self._refuse(job, Problem.FAILED)
                raise
            await turn.aclose()
            if not isinstance(outcome, Problem):
                return outcome
            await self._refuse(job, outcome)
            return None

    async def _refuse(self, job: IngestionJob, problem: Problem) -> None:
        await job.progress.end(self.refusal(problem, job.upload, job.translator, asks=job.asks))

    def refusal(
        self, problem: Problem, upload: UploadedFile | WebLink, translator: Translator, *, asks: bool
    ) -> Html:
        """The message that says why a file was not added.

        Args:
            problem: Why.
            upload: The file or link.
            translator: The language of the message.
            asks: Whether a question came with it.
        """
        most = self._services.rules.documents
        html = render_problem(problem, upload.label, most, translator, upload.instead)
        return with_unasked(html, translator) if asks else html

    async def _problem(self, job: IngestionJob) -> Problem | None:
        """Why not to download a document, or None. One that replaces another of its name needs no room."""
        upload, collection, most = job.upload, job.collection, self._services.rules.documents
        if problem := upload.problem():
            return problem
        if collection == PUBLIC:
            return None
        if most == 0:
            return Problem.NONE_TAKEN
        others = await self._document_service.size_without(job.source.empty_file, collection)
        return Problem.NO_ROOM if others.documents >= most else None

    async def _add(self, job: IngestionJob, turn: AsyncExitStack) -> Problem | int | None:
        """Download, read and index a document, and show each step.

        The sender's turn ends with the reading: nobody waits for messages that Telegram delays.

        Returns:
            Its id, or why that failed; None where its sender has been forgotten meanwhile.
        """
        upload, translator, progress = job.upload, job.translator, job.progress

        async def work() -> AddedFile | Problem | None:
            async with turn:
                return await self._fetch_and_add(job)

        kept = await progress.during(translator.say("upload-received", name=upload.label), work())
        if kept is None:
            await progress.end(translator.say("forgotten"))
            return None
        if isinstance(kept, Problem):
            return kept
        if problem := problem_of(kept):
            return problem
        count = kept.entry.passages if kept.entry else 0
        indexing = translator.say("upload-indexing", name=upload.label, count=count)
        await progress.during(indexing, asyncio.wrap_future(kept.indexed))
        next_steps = await self._next_steps(job, kept)
        text = joined([render_kept(kept, upload, translator), next_steps], "\n\n")
        if kept.entry and (backlog := await self._backlog(kept.entry.id)).missing:
            await progress.end(_with_embedding_status(text, backlog, translator))
            self._services.run_in_background(self._show_embedding(job, kept.entry.id, text))
        else:
            await progress.end(text)
        if kept.entry is None:
            return None
        await self._note_messages(job, kept.entry.id)
        self._services.run_in_background(self._offer_questions(job, kept.entry.id))
        return kept.entry.id

    async def _next_steps(self, job: IngestionJob, kept: AddedFile) -> Html:
        """The line that says what to do next: other things where the chat is kept to another document."""
        if job.collection == PUBLIC:
            return job.translator.say("upload-next-public")
        if not job.is_private:
            return job.translator.say("upload-next-group")
        scope = await self._scopes.kept(job.place)
        if scope is None or (kept.entry and kept.entry.id == scope.id):
            return job.translator.say("upload-next")
        return job.translator.say("upload-next-kept", names=titles([scope]))

    async def _note_messages(self, job: IngestionJob, document: int) -> None:
        """Note which document the messages of a job are about: replies to them ask it alone."""
        for name in await self._document_service.names([job.collection]):
            if name.id == document:
                version = DocumentVersion(name.id, name.digest)
                with tolerated("document_message_not_kept"):
                    await self._services.state.scopes.note(job.place.chat, job.progress.messages, version)

    async def _fetch_and_add(self, job: IngestionJob) -> AddedFile | Problem | None:
        """Download and read a document; None where its sender has been forgotten meanwhile."""
        file = await job.source.fetch()
        if isinstance(file, Problem):
            return file
        if job.collection != PUBLIC and await self._services.state.has_left(job.place.chat, job.started_at):
            return None
        if isinstance(job.upload, UploadedFile) and job.upload.key:
            file = await self._unlike_others(file, job.collection)
        job.progress.go_on(job.translator.say("upload-reading", name=job.upload.label))
        most = None if job.collection == PUBLIC else quota(self._services.rules.documents)
        return await self._document_service.add(file, job.collection, most, _teller(job))

    async def _unlike_others(self, file: File, collection: str) -> File:
        """A file to which the bot gave its name, which other documents of its collection have not."""
        entries = await self._document_service.entries(collection)
        taken = {entry.source for entry in entries if entry.path != file.document_path}
        return replace(file, source=free_name(file.source, taken))

    async def _backlog(self, document: int) -> Backlog:
        """What is still to embed of a document; where there is something, as it is a moment later."""
        backlog = await self._document_service.backlog(document)
        if backlog.missing:
            await asyncio.sleep(_EMBEDDING_GRACE_S)
            backlog = await self._document_service.backlog(document)
        return backlog

    async def _show_embedding(self, job: IngestionJob, document: int, text: Html) -> None:
        """Update the status message until a document is embedded.

        Args:
            job: The job of the document.
            document: Id of the document.
            text: The message for the end.
        """
        progress, shown = job.progress, time.monotonic()
        while (backlog := await self._document_service.backlog(document)).missing:
            await asyncio.sleep(_BACKLOG_POLL_S)
            if time.monotonic() - shown > _STATUS_INTERVAL_S:
                await progress.change(_with_embedding_status(text, backlog, job.translator))
                shown = time.monotonic()
        if backlog.total:  # else it was removed meanwhile
            await progress.change(text)

    async def _offer_questions(self, job: IngestionJob, document: int) -> None:
        """Show buttons with questions that a document answers, where some are found."""
        if (suggestions := self._services.suggestions) is None:
            return
        found = await suggestions.of_document(job.place.person, document)
        if keyboard := suggestion_buttons(found[:_QUESTIONS]):
            await job.progress.offer(keyboard)


def _teller(job: IngestionJob) -> OnPage:
    """What tells, from any thread, which page of a document is being recognised."""
    loop = asyncio.get_running_loop()

    def show(page: int, pages: int) -> None:
        name = job.upload.label
        job.progress.tell(job.translator.say("upload-recognising", name=name, page=page, count=pages))

    def tell(page: int, pages: int) -> None:
        with suppress(RuntimeError):  # the bot has stopped
            loop.call_soon_threadsafe(show, page, pages)

    return tell


def _with_embedding_status(text: Html, backlog: Backlog, translator: Translator) -> Html:
    """A message with a line that the document is found by its words now, and by its meaning later."""
    if backlog.seconds is None or backlog.seconds <= _SOON_EMBEDDED_S:
        later = translator.say("upload-meaning-soon")
    else:
        later = translator.say("upload-meaning-later", minutes=ceil(backlog.seconds / 60))
    return joined([text, later], "\n\n")
