"""Mails (eml): subject, sender, recipients and day, the text, and attachments that can be read."""

import re
from collections.abc import Iterator
from datetime import date
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract, Form, Part
from retrieval.ingestion.loaders import html, plain
from retrieval.ingestion.loaders.room import Room, unread

_FIELDS = {"from": "发件人", "to": "收件人", "cc": "抄送"}
_MAIL = "message/rfc822"
_MAIL_SUFFIX = ".eml"
_NAMELESS = "邮件"
_LONGEST_FIELD = 500  # characters
_LONGEST_HEADER = 4_000  # characters of it that are parsed: the parser takes a thousand times the memory
_MOST_PARTS = 1_000
_ALTERNATIVES = frozenset(("multipart/alternative", "multipart/related"))
_QUOTED = re.compile(rb"^(?:>[ \t]?)+", re.MULTILINE)
_TEXTS = frozenset(("text/plain", "text/html"))


_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MessageError),
    *(RecursionError, TypeError, ValueError),
)
"""What the parser raises on faulty headers."""


def _unescaped(value: str) -> str:
    """A header in which the parser has kept bytes beyond ASCII as surrogates."""
    raw = value.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value


class _Policy(policy.EmailPolicy):
    """How mails are parsed: headers not without bounds, and a faulty one is empty."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A header, parsed; one in bytes beyond ASCII, which old programs write, in UTF-8 or GB18030."""
        value = _unescaped(value)
        try:
            return super().header_fetch_parse(name, value[:_LONGEST_HEADER])
        except _FAULTS:
            return super().header_fetch_parse(name, "")


_POLICY = _Policy()
_AS_IT_IS = _POLICY.clone(refold_source="none")


def extract(data: bytes, room: Room) -> Extract:
    """The fields as items, each text and each attachment a part, in their order.

    Args:
        data: The bytes of the mail.
        room: What may still be read of attachments.

    Raises:
        DocumentError: The bytes are no mail, or there is too much in it.
    """
    message = BytesParser(EmailMessage, policy=_POLICY).parsebytes(data)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise DocumentError(
            "The file is not a mail; save it as .eml in the program that it was read with.",
            Unreadable.DAMAGED,
        )
    sent = _sent(message)
    fields = {label: " ".join(str(message.get(name, "")).split()) for name, label in _FIELDS.items()}
    fields["日期"] = sent[1] if sent else ""
    blocks = tuple(
        Block(f"{label}：{plain.clean(text)[:_LONGEST_FIELD]}", form=Form.ITEM)
        for label, text in fields.items()
        if text
    )
    subject = plain.clean(" ".join(str(message.get("subject", "")).split()))
    parts = tuple(islice(_parts(message, room), _MOST_PARTS))
    return Extract(blocks, title=subject or None, published=sent[0] if sent else None, parts=parts)


def _sent(message: EmailMessage) -> tuple[date, str] | None:
    """The day on which it was sent, and with it the time, both where the sender was."""
    try:
        moment = parsedate_to_datetime(str(message.get("date", "")))
    except (TypeError, ValueError):
        return None
    return moment.date(), f"{moment:%Y-%m-%d %H:%M}"


def _parts(part: MIMEPart, room: Room, has_text: bool = True) -> Iterator[Part]:
    """The texts and attached files of a part of a mail; several forms of one text are one.

    Args:
        part: The mail, or what it is made of.
        room: What may still be read of attachments.
        has_text: Whether its texts are to be read: not where another form of them was.
    """
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        is_one = kind in _ALTERNATIVES
        if has_text and is_one:
            yield from _text(part)
        for inner in part.iter_parts():
            yield from _parts(inner, room, has_text and not is_one)
    elif kind in _TEXTS and not part.is_attachment() and not part.get_filename():
        if has_text:
            yield from _text(part)
    else:
        yield from _attachment(part, room)


def _text(message: MIMEPart) -> Iterator[Part]:
    """A text: plain, unless there is none or only the other form shows its tables."""
    try:
        yield from _shown(message)
    except DocumentError as error:
        if error.reason is Unreadable.TOO_LARGE:
            raise
        yield unread(_NAMELESS, error.reason)


def _shown(message: MIMEPart) -> Iterator[Part]:
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    found = _content(page) if page else b""
    if page and (text is None or b"<table" in found.lower()):
        yield Part("", html.extract(found))
    elif text:
        content = _content(text)
        if content.strip():
            yield Part("", plain.extract(_QUOTED.sub(b"", content)))


def _content(part: MIMEPart) -> bytes:
    """A text in UTF-8 with its mark, as its header declares it, or as it stands where that is not so."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = (part.get_content_charset() or "").replace("gb2312", "gb18030").replace("gbk", "gb18030")
    try:
        return raw.decode(charset).encode("utf-8-sig")
    except (LookupError, ValueError):
        return raw


def _attachment(attached: MIMEPart, room: Room) -> Iterator[Part]:
    from retrieval.ingestion.loaders.formats import is_readable  # noqa: PLC0415  # which imports what this does

    name = _name(attached)
    if is_readable(PurePosixPath(name), recognises=room.recognition is not None):
        data = _attached_bytes(attached)
        room.take(len(data))
        yield room.part(name, data)


def _name(attached: MIMEPart) -> str:
    """The name of a file that is attached; a mail that is forwarded as such often has none."""
    name = plain.clean(attached.get_filename() or "")
    is_mail = attached.get_content_type() == _MAIL
    return f"{name or _NAMELESS}{_MAIL_SUFFIX}" if is_mail and not name.endswith(_MAIL_SUFFIX) else name


def _attached_bytes(attached: MIMEPart) -> bytes:
    if attached.get_content_type() == _MAIL:
        return b"".join(mail.as_bytes(policy=_AS_IT_IS) for mail in attached.iter_parts())
    payload = attached.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
