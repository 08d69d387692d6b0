"""Mails (eml): subject, sender, recipients and day, the text, and attachments that can be read."""

from collections.abc import Iterator
from datetime import date
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract, Form, Part
from retrieval.ingestion.loaders import html, plain
from retrieval.ingestion.loaders.room import Room

_FIELDS = {"from": "发件人", "to": "收件人", "cc": "抄送"}
_MAIL = "message/rfc822"
_MAIL_SUFFIX = ".eml"
_NAMELESS = "邮件"
_AS_IT_IS = policy.default.clone(refold_source="none")
_LONGEST_FIELD = 500  # characters
_MOST_PARTS = 1_000


def extract(data: bytes, room: Room) -> Extract:
    """The fields as items, the text and each attachment a part.

    Args:
        data: The bytes of the mail.
        room: What may still be read of attachments.

    Raises:
        DocumentError: The bytes are no mail, or there is too much in it.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
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
    parts = (*_body(message), *_attachments(message, room))
    return Extract(blocks, title=subject or None, published=sent[0] if sent else None, parts=parts)


def _sent(message: EmailMessage) -> tuple[date, str] | None:
    """The day on which it was sent, and with it the time, both where the sender was."""
    try:
        moment = parsedate_to_datetime(str(message.get("date", "")))
    except (TypeError, ValueError):
        return None
    return moment.date(), f"{moment:%Y-%m-%d %H:%M}"


def _body(message: EmailMessage) -> Iterator[Part]:
    """The text: plain, unless there is none or only the other form shows its tables."""
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    found = _content(page) if page else b""
    if page and (text is None or b"<table" in found.lower()):
        yield Part("", html.extract(found))
    elif text:
        content = _content(text)
        if content.strip():
            yield Part("", plain.extract(content))


def _content(part: MIMEPart) -> bytes:
    """A text in UTF-8 with its mark, as its header declares it, or as it stands where that is not so."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = (part.get_content_charset() or "").replace("gb2312", "gb18030").replace("gbk", "gb18030")
    try:
        return raw.decode(charset).encode("utf-8-sig")
    except (LookupError, ValueError):
        return raw


def _attachments(message: EmailMessage, room: Room) -> Iterator[Part]:
    from retrieval.ingestion.loaders.formats import is_readable  # noqa: PLC0415  # which imports what this does

    recognises = room.recognition is not None
    for count, attached in enumerate(message.iter_attachments()):
        name = _name(attached)
        if count >= _MOST_PARTS or not is_readable(PurePosixPath(name), recognises=recognises):
            continue
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
