"""Owners see how their bot is doing, and take home what people said of its answers; nobody else does."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.services.access import Access, Rules
from bot.services.documents import DocumentService
from bot.storage import State
from bot.telegram.handlers.owners.unanswered import FILE, PAGE
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from retrieval.library import PUBLIC, File
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Log, Serve
from tests.end_to_end.test_conversations import HEAD, SIZE, UNKNOWN

VOICE = Translator(Language.SIMPLIFIED)
OLD_BUTTON = VOICE.plain("old-button")
UNKNOWN_COMMAND = VOICE.plain("unknown-command")
EXPORT = VOICE.plain("button-export")


def owned_by(*owners: User) -> Rules:
    return Rules(Access(owners=frozenset(owner.id for owner in owners)))


async def told(telegram: Loopback, user: User, *texts: str) -> list[Message]:
    """The bot's answers to what someone says, one after another."""
    return [await telegram.answer_to(telegram.say(user, text)) for text in texts]


async def test_an_owner_sees_the_figures(telegram: Loopback, serve: Serve, library: Engine) -> None:
    owner, other = telegram.user("馆长"), telegram.user("小明")
    async with serve(library, document_service=DocumentService.of(library), rules=owned_by(owner)):
        right, _, wrong = await told(telegram, other, SIZE, UNKNOWN, HEAD)
        await told(telegram, owner, SIZE)
        for answer, label in ((right, "👍"), (wrong, "👎")):
            await telegram.notice_for(telegram.tap(other, answer, label))
        (shown,) = await told(telegram, owner, "/stats")
    title, asked, rest = shown.text.split("\n\n")
    assert title == "统计"
    assert asked.splitlines() == [
        *(f"{period}：4 个问题 · 75% 有答案 · 2 人" for period in ("今天", "最近 7 天", "最近 90 天")),
        "至今：4 个问题 · 75% 有答案",
    ]
    latency, documents, votes = rest.splitlines()
    assert latency.startswith("回答用时（最近 7 天）：一半不超过 ")
    passages = re.fullmatch(r"文档：1 份，共 (\d+) 段", documents)
    assert passages
    assert int(passages[1]) > 1
    assert votes == "评价：👍 1 · 👎 1"
    assert shown.content.parts("bold") == ["统计", "今天", "最近 7 天", "最近 90 天", "至今"]


@pytest.mark.parametrize(
    ("code", "said"), [("en", "Today: no questions"), ("zh-TW", "今天：沒有人發問"), ("zh-cn", "没有人提问")]
)
async def test_a_new_bot_has_quiet_figures_in_the_owners_language(
    telegram: Loopback, serve: Serve, code: str, said: str
) -> None:
    owner = telegram.user("馆长", language_code=code)
    async with serve(Archive(), rules=owned_by(owner)):
        shown, listed = await told(telegram, owner, "/stats", "/unanswered")
    assert said in shown.text
    assert "0%" not in shown.text
    assert listed.text == Translator.of(code).plain("unanswered-none")


async def test_for_all_others_these_commands_do_not_exist(telegram: Loopback, serve: Serve) -> None:
    owner, other, group = telegram.user("馆长"), telegram.user("小明"), telegram.group("读书会")
    async with serve(Archive(), rules=owned_by(owner)):
        for command in ("/stats", "/unanswered"):
            assert [m.text for m in await told(telegram, other, command)] == [UNKNOWN_COMMAND]
            # Nor are they in a group, whoever asks for them.
            in_group = [telegram.say(user, command, group) for user in (owner, other)]
            await telegram.answer_to(telegram.say(other, "/help", group))
            assert not any(telegram.replies(message) for message in in_group)


async def test_where_nobody_is_the_owner_the_commands_say_how_they_are_tried(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Archive()):
        user = telegram.user("小明")
        said = await told(telegram, user, "/stats", "/unanswered", "/faq 食堂几点开门", "/other")
    assert [m.text for m in said] == [*[VOICE.plain("no-owner")] * 3, UNKNOWN_COMMAND]


async def test_the_commands_are_offered_to_owners_alone(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    owner, second, other = (telegram.user(name, language_code="zh-hans") for name in ("甲", "乙", "丙"))
    for known in (owner, second):
        telegram.private(known)
    group = telegram.group("读书会", owner=owner)
    never_here = User(999_999, "从未来过")
    async with serve(Archive(), rules=owned_by(never_here, owner, second)):
        await told(telegram, owner, "/help")
    names = {
        user: {command["command"] for command in telegram.offered(user)} for user in (owner, second, other)
    }
    assert names[owner] == names[second] == names[other] | {"stats", "unanswered", "faq"}
    assert "forget" in names[other]
    assert not names[other] & {"stats", "unanswered", "faq"}
    assert not {command["command"] for command in telegram.offered(owner, group)} & {"stats", "unanswered"}
    failed = [entry for entry in logged if entry["event"] == "commands_not_published"]
    assert [(entry["scope"], entry["error"]) for entry in failed] == [("chat", "BadRequest")]
    assert str(never_here.id) not in str(logged)


async def test_questions_without_an_answer_are_listed_and_paged(telegram: Loopback, serve: Serve) -> None:
    owner, others = telegram.user("馆长"), [telegram.user(f"某人{n}") for n in range(3)]
    questions = [f"问题{n}？" for n in range(PAGE + 2)]
    async with serve(Archive({"有答案的": found("甲乙丙", "乙")}), rules=owned_by(owner)):
        for question in questions:
            await told(telegram, others[0], question)
        await told(telegram, others[0], "有答案的")
        await told(telegram, others[1], "问题3")
        await told(telegram, others[2], "問題３")
        (first,) = await told(telegram, owner, "/unanswered")
        await telegram.notice_for(telegram.tap(owner, first, "较早的"))
        second = await telegram.change_of(first)
        await telegram.notice_for(telegram.tap(owner, second, "‹ 较新的"))
        again = await telegram.change_of(second)
    rows = [row.split(" ") for row in (first.text + "\n" + second.text).splitlines() if row[:1].isdigit()]
    assert [row[0] for row in rows] == [f"{n}." for n in range(1, len(questions) + 1)]
    newest_first = ["問題３", *(q for q in reversed(questions) if q != "问题3？")]
    assert [row[1] for row in rows] == newest_first
    assert [row[2] for row in rows if row[2].startswith("×")] == ["×3"]
    assert "有答案的" not in first.text + second.text
    assert not any(user.first_name in first.text + second.text for user in others)
    assert [button["text"] for button in first.buttons] == ["较早的 ›", EXPORT]
    assert [button["text"] for button in second.buttons] == ["‹ 较新的", EXPORT]
    assert (again.content, again.markup) == (first.content, first.markup)


async def test_a_page_that_is_no_longer_there_leads_to_the_first(telegram: Loopback, serve: Serve) -> None:
    owner = telegram.user("馆长")
    async with serve(Archive(), rules=owned_by(owner)):
        await told(telegram, owner, "甲")
        (listed,) = await told(telegram, owner, "/unanswered")
        await told(telegram, owner, "乙")
        await telegram.notice_for(telegram.press(owner, listed, "missing:999999"))
        changed = await telegram.change_of(listed)
    assert [row[:4] for row in changed.text.splitlines()[2:]] == ["1. 乙", "2. 甲"]


async def test_questions_are_listed_as_they_were_written(telegram: Loopback, serve: Serve) -> None:
    owner = telegram.user("馆长")
    async with serve(Archive(), rules=owned_by(owner)):
        await told(telegram, owner, "<b>粗</b> &amp; 两\n行", *(f"{n}" * 4000 for n in range(1, 9)))
        (listed,) = await told(telegram, owner, "/unanswered")
    assert "<b>粗</b> &amp; 两 行" in listed.text
    assert listed.content.parts("bold") == ["没有找到答案的问题"]


async def test_the_file_is_sent_to_owners_alone(telegram: Loopback, serve: Serve, library: Engine) -> None:
    owner, other = telegram.user("馆长"), telegram.user("小明")
    async with serve(library, rules=owned_by(owner)):
        (answer, _) = await told(telegram, other, SIZE, UNKNOWN)
        await telegram.notice_for(telegram.tap(other, answer, "👍"))
        (listed,) = await told(telegram, owner, "/unanswered")
        for data in ("missing:export", "missing:0"):
            assert (await telegram.notice_for(telegram.press(other, listed, data))).text == OLD_BUTTON
        assert not telegram.calls("sendDocument")
        edited = [str(call.values["chat_id"]) for call in telegram.calls("editMessageText")]
        assert str(listed.chat.id) not in edited
        await telegram.notice_for(telegram.tap(owner, listed, EXPORT))
        sent = await telegram.notifier.until(
            lambda: [message for message in telegram.said(listed.chat) if message.file], timeout=5
        )
    (message,) = sent
    assert message.file
    assert message.file.name == FILE
    assert message.text == VOICE.plain("export-caption")
    content = json.loads(message.file.data)
    ((qa,),) = [p["qas"] for article in content["data"] for p in article["paragraphs"]]
    assert (qa["question"], [span["text"] for span in qa["answers"]]) == (SIZE, ["30亿元"])
    assert [missing["question"] for missing in content["unanswered"]] == [UNKNOWN]
    assert str(other.id) not in message.file.data.decode()


async def test_nothing_of_what_owners_see_is_logged(telegram: Loopback, serve: Serve, logged: Log) -> None:
    owner = telegram.user("馆长")
    async with serve(Archive(), rules=owned_by(owner)):
        await told(telegram, owner, "私密的问题", "/stats")
        (listed,) = await told(telegram, owner, "/unanswered")
        await telegram.notice_for(telegram.tap(owner, listed, EXPORT))
        await telegram.notifier.until(lambda: telegram.calls("sendDocument"), timeout=20)
    assert "私密" in listed.text
    assert "私密" not in str(logged)
    assert telegram.token not in str(logged)
    assert str(owner.id) not in str(logged)


def yuanwen(home: Path, *arguments: str) -> dict[str, Any]:
    """What a command prints as JSON."""
    command = [sys.executable, "-m", "bot", "--home", str(home), *arguments, "--json"]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, encoding="utf-8", timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    content = json.loads(done.stdout)
    assert isinstance(content, dict)
    return content


async def test_what_people_said_is_exported_and_measured_on(
    telegram: Loopback, serve: Serve, library: Engine, tmp_path: Path
) -> None:
    user, home, file = telegram.user("小明"), tmp_path / "home", tmp_path / "said.json"
    async with serve(library, state=State.open(home)):
        right, wrong, _ = await told(telegram, user, SIZE, HEAD, UNKNOWN)
        for answer, label in ((right, "👍"), (wrong, "👎")):
            await telegram.notice_for(telegram.tap(user, answer, label))
    counts = yuanwen(home, "feedback", "export", str(file))
    assert counts == {"path": str(file), "answerable": 1, "impossible": 1, "unanswered": 1}
    summary = yuanwen(home, "eval", str(file), "--task", "reading", "--declining")
    assert (summary["n"], summary["answerable"]["n"], summary["unanswerable"]["n"]) == (2, 1, 1)
    assert summary["answerable"]["em"] == 1.0


async def told_after(telegram: Loopback, owner: User, message: Message) -> list[Message]:
    """What the bot says after a message, once it says anything."""

    def look() -> list[Message]:
        return [said for said in telegram.said(telegram.private(owner)) if said.id > message.id]

    return await telegram.notifier.until(look, timeout=20)


async def test_words_of_documents_of_others_are_not_told_with_what_found_no_answer(
    telegram: Loopback, serve: Serve, library: Engine
) -> None:
    owner, other = telegram.user("馆长"), telegram.user("小明")
    text = "青石桥修缮报告\n\n青石桥修缮工程的负责人是贺新民。\n"
    for collection, completed in ((f"user-{other.id}", False), (PUBLIC, True)):
        library.library.add(File.uploaded("报告.txt", text.encode()), collection)
        library.retriever.follow()
        state = State()
        async with serve(
            library, document_service=DocumentService.of(library), rules=owned_by(owner), state=state
        ):
            (answer,) = await told(telegram, other, "青石桥修缮工程的负责人是谁？")
            asked = telegram.say(other, "他毕业于哪所大学？", reply_to=answer)
            assert "贺新民毕业于哪所大学" in (await telegram.answer_to(asked)).text
            (listed,) = await told(telegram, owner, "/unanswered")
            assert ("贺新民" in listed.text) is completed
            assert ("他毕业于哪所大学" in listed.text) is not completed
            await telegram.notice_for(telegram.tap(owner, listed, f"{VOICE.plain('button-answer')} 1"))
            (prompt,) = await told_after(telegram, owner, listed)
            assert ("贺新民" in prompt.text) is completed
        library.library.remove(["报告.txt"], collection)
