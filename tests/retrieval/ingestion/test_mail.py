"""Mails: subject, fields, text or page, attachments."""

from email.message import EmailMessage

import pytest

from retrieval.documents import Document
from retrieval.errors import DocumentError, Unreadable
from tests.retrieval.ingestion.reading import document_of


def mail(text: str = "青石镇图书馆周末二十一点三十分闭馆。", charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "关于闭馆时间的通知"
    message["From"], message["To"] = "何静娴 <he@example.org>", "全体馆员 <all@example.org>"
    message["Date"] = "Sat, 01 Mar 2025 09:30:00 +0800"
    message.set_content(text, charset=charset)
    return message


def read(data: bytes) -> Document:
    return document_of("信.eml", data)


def texts(data: bytes) -> str:
    return "\n".join(p.text for article in read(data).articles for p in article.paragraphs)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5"])
def test_subject_fields_and_text(charset: str) -> None:
    text = "青石圖書館周末九點閉館。" if charset == "big5" else "青石镇图书馆周末二十一点三十分闭馆。"
    found = read(mail(text, charset).as_bytes())
    assert found.title == "关于闭馆时间的通知"
    assert {str(article.published) for article in found.articles} == {"2025-03-01"}
    told = texts(mail(text, charset).as_bytes())
    assert "发件人：何静娴 <he@example.org>" in told
    assert "日期：2025-03-01 09:30" in told
    assert told.endswith(text)


def test_a_page_is_read_where_only_it_shows_tables() -> None:
    message = mail("见下表。")
    table = "<tr><th>姓名<th>分机<tr><td>何静娴<td>8068<tr><td>罗志强<td>8070"
    message.add_alternative(f"<p>见下表。</p><table>{table}</table>", subtype="html")
    assert "姓名：何静娴　分机：8068" in texts(message.as_bytes())


def test_attachments_are_parts_under_their_names() -> None:
    message = mail()
    message.add_attachment(
        "姓名,部门,分机\n罗志强,保安队,8070\n".encode(), maintype="text", subtype="csv", filename="通讯录.csv"
    )
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="安装.exe")
    found = read(message.as_bytes()).articles[-1]
    assert found.title == "关于闭馆时间的通知 · 通讯录"
    assert found.paragraphs[0].text == "姓名：罗志强　部门：保安队　分机：8070"


@pytest.mark.parametrize("name", [None, "转发.eml"])
def test_a_mail_that_is_forwarded_as_one_is_read(name: str | None) -> None:
    message = mail("请看转发的信。")
    message.add_attachment(mail("转发的信说，馆长是何静娴。"), filename=name)
    found = read(message.as_bytes()).articles[-1]
    assert found.title == f"关于闭馆时间的通知 · {'转发' if name else '邮件'}"
    assert found.paragraphs[-1].text == "转发的信说，馆长是何静娴。"


def test_mails_within_mails_end() -> None:
    inner = mail("最里面的一封信，谁也读不到。")
    for _ in range(4):
        outer = mail("外面的一封信。")
        outer.add_attachment(
            inner.as_bytes(), maintype="application", subtype="octet-stream", filename="转发.eml"
        )
        inner = outer
    assert "最里面" not in texts(inner.as_bytes())


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(DocumentError) as raised:
        read("\n没有信头".encode())
    assert raised.value.reason is Unreadable.DAMAGED


def test_texts_behind_an_attachment_are_read_and_other_forms_of_one_are_not() -> None:
    message = mail("见附件。")
    message.add_alternative("<p>见附件，网页。</p>", subtype="html")
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="安装.exe")
    for text, subtype in (("渡船每天往返八班。", "plain"), ("<p>票价两元。</p>", "html")):
        part = EmailMessage()
        part.set_content(text, subtype=subtype)
        message.attach(part)
    found = texts(message.as_bytes())
    assert "见附件。" in found
    assert "网页" not in found
    assert "渡船每天往返八班。" in found
    assert "票价两元。" in found


def test_a_text_that_is_none_does_not_lose_the_mail() -> None:
    message = mail()
    message.make_mixed()
    part = EmailMessage()
    part.set_content(bytes(range(256)), maintype="text", subtype="plain")
    message.attach(part)
    found = read(message.as_bytes())
    assert "二十一点三十分闭馆" in texts(message.as_bytes())
    assert [omission.reason for omission in found.omissions] == [Unreadable.ENCODING]


@pytest.mark.parametrize("to", ["(" * 3_000, "<a" * 3_000, "a@b.c, " * 3_000, "=?utf-8?q?" * 500, '"' * 99])
def test_faulty_and_long_headers_do_not_lose_the_mail(to: str) -> None:
    data = mail().as_bytes().replace(b"To: ", f"Cc: {to}\nTo: ".encode(), 1)
    found = texts(data)
    assert "二十一点三十分闭馆" in found
    assert "发件人：何静娴" in found


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_headers_in_bytes_that_nothing_declares(charset: str) -> None:
    written = "Subject: 关于闭馆时间的通知\r\nFrom: 何静娴 <he@example.org>\r\n\r\n周末闭馆。"
    found = read(written.encode(charset))

    assert found.title == "关于闭馆时间的通知"
    assert "发件人：何静娴 <he@example.org>" in texts(written.encode(charset))


def test_marks_of_what_is_quoted_are_no_text() -> None:
    quoted = "收到。\n\n何静娴写道：\n> 馆长是何静娴，\n> 周末在馆。\n> > 谁是馆长？\n"
    assert texts(mail(quoted).as_bytes()).splitlines()[-4:] == [
        "收到。",
        "何静娴写道：",
        "馆长是何静娴，周末在馆。",
        "谁是馆长？",
    ]
