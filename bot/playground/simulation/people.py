"""People, and what they do in the playground."""

from typing import Any

from bot.playground.bot_api.flood import Flood
from bot.playground.bot_api.html import found_by_itself, plain
from bot.playground.bot_api.limits import INLINE_QUERY_CHARACTERS
from bot.playground.simulation.chats import Chat, Message, Topic, User
from bot.playground.simulation.event_log import Offered
from bot.playground.simulation.faults import Fault
from bot.playground.simulation.members import Status
from bot.playground.simulation.queries import CallbackQuery, InlineQuery, InlineResult
from bot.playground.simulation.world import World


class People(World):
    """People say things, send files, type inline queries, choose, press, and let bots in and out."""

    def user(self, name: str, username: str = "", language_code: str = "zh-hans") -> User:
        """A new person, whose Telegram speaks a language ("" where it does not say)."""
        return self.chats.add_user(name, username, language_code)

    def set_language(self, user: User, language_code: str) -> User:
        """Someone's Telegram speaks another language from now on."""
        changed = self.chats.set_language(user, language_code)
        self.members.renew(changed)
        self.event_log.note(Offered())
        return changed

    def private(self, user: User) -> Chat:
        """A person's private chat with the bot."""
        return self.chats.private(user)

    def between(self, user: User, other: User) -> Chat:
        """The private chat of two people, where the bot can be a guest alone."""
        self.members.put(chat := Chat(other.id, "private", other.first_name, apart=True), user, "member")
        return chat

    def group(
        self,
        title: str,
        *,
        has_bot: bool = True,
        supergroup: bool = False,
        forum: bool = False,
        owner: User | None = None,
    ) -> Chat:
        """A new group.

        Args:
            title: Its name.
            has_bot: Whether the bot is a member from the start; nothing is told of that.
            supergroup: Whether it is one.
            forum: Whether it is a supergroup with topics.
            owner: Whose it is.
        """
        kind = "supergroup" if supergroup or forum else "group"
        chat = self.chats.add_group(title, kind, is_forum=forum)
        if has_bot:
            self.members.put(chat, self.bot, "member")
        if owner:
            self.members.put(chat, owner, "creator")
        return chat

    def upgrade(self, group: Chat, by: User) -> Chat:
        """A group becomes a supergroup, with another number and the same members."""
        successor = self.chats.upgrade(group)
        self._announce(group, by, migrate_to_chat_id=successor.id)
        self.members.move(group, successor)
        self._announce(successor, by, migrate_from_chat_id=group.id)
        return successor

    def topic(self, forum: Chat, name: str, opener: User | None = None) -> Topic:
        """A new topic of a forum."""
        topic = self.chats.add_topic(forum, name, opener or self.user("版主"), self.now())
        if opened := self.chats.find(forum, topic.id):
            self.tell(opened, "message")
        return topic

    def delete_topic(self, topic: Topic) -> None:
        """Take a topic away, and all that was said in it."""
        self.chats.delete_topic(topic)

    def appoint(self, user: User, chat: Chat, status: Status) -> None:
        """Make a person "creator", "administrator", "member", "left" or "kicked" in a group."""
        self.members.put(chat, user, status)

    def add_bot(self, chat: Chat, by: User, *, admin: bool = False) -> None:
        """Someone takes the bot into a group, or makes it an administrator there."""
        was_there = self.has_bot(chat)
        self.place_bot(chat, by, "administrator" if admin else "member")
        if not was_there:
            self._announce(chat, by, new_chat_members=[self.bot.json()])

    def remove_bot(self, chat: Chat, by: User) -> None:
        """Someone throws the bot out of a group."""
        self.place_bot(chat, by, "kicked")

    def block(self, user: User) -> None:
        """Someone stops the bot in their private chat."""
        self.place_bot(self.private(user), user, "kicked")

    def unblock(self, user: User) -> None:
        """Someone lets the bot speak to them again."""
        self.place_bot(self.private(user), user, "member")

    def say(
        self,
        user: User,
        text: str,
        chat: Chat | Topic | None = None,
        *,
        reply_to: Message | None = None,
        **extra: Any,
    ) -> Message:
        """Someone says something.

        Args:
            user: Who; `ANONYMOUS` for an administrator who speaks as the group.
            text: What; "" for a message that `extra` describes.
            chat: Where; in the private chat with the bot by default.
            reply_to: The message it replies to; a reply in a forum stays in the topic.
            extra: Fields of a message without text, as the Bot API names them.
        """
        return self._post(user, text, chat, reply_to, extra=extra)

    def send_document(
        self,
        user: User,
        name: str,
        data: bytes,
        chat: Chat | Topic | None = None,
        *,
        caption: str = "",
        mime: str = "",
        size: int | None = None,
        reply_to: Message | None = None,
        **extra: Any,
    ) -> Message:
        """Someone sends a file.

        Args:
            user: Who.
            name: The file's name.
            data: What is in it.
            chat: Where; in the private chat with the bot by default.
            caption: What it says below it.
            mime: The file's type; by its name where it is "".
            size: The length it claims in bytes, where that is another than its true one.
            reply_to: The message it replies to.
            extra: Further fields of the message, as the Bot API names them: media_group_id …
        """
        stored = self.files.add(name, data, mime, size)
        return self._post(user, caption, chat, reply_to, file=stored, extra=extra)

    def edit(self, message: Message, text: str) -> Message:
        """Someone changes what they said."""
        changed = self.chats.change(message, content=found_by_itself(text), edited=self.now())
        self.tell(changed, "edited_message")
        return changed

    def inline(self, user: User, query: str, *, chat_type: str = "sender", offset: str = "") -> InlineQuery:
        """Someone types behind the bot's name; Telegram passes on the first 256 characters."""
        typed = query[:INLINE_QUERY_CHARACTERS]
        asked = InlineQuery(self.new_id(), user, typed, self.clock(), chat_type, offset)
        self.inline_queries.add(asked)
        self.updates.add("inline_query", asked.json())
        return asked

    def scroll(self, query: InlineQuery) -> InlineQuery | None:
        """Whoever typed a query reaches the end of its results: asks for more, or None where that is all."""
        if query.answer is None or not query.answer.next_offset:
            return None
        return self.inline(
            query.user, query.query, chat_type=query.chat_type, offset=query.answer.next_offset
        )

    def choose(self, query: InlineQuery, result: InlineResult, place: Chat | Topic) -> Message:
        """Whoever typed a query sends one of its results to a chat."""
        chat, thread_id = _located(place)
        # Only a message with a keyboard can be changed later.
        inline_id = f"inline-{self.new_id()}" if result.markup else ""
        message = self.chats.add(
            chat,
            query.user,
            self.now(),
            result.content,
            via_bot=self.bot,
            markup=result.markup,
            inline_id=inline_id,
            **self.thread(chat, None, thread_id),
        )
        chosen = {"result_id": result.id, "from": query.user.json(), "query": query.query}
        self.updates.add(
            "chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {})
        )
        self.tell(message, "message")
        return message

    def press(self, user: User, message: Message, data: str) -> CallbackQuery:
        """Someone presses a button of a message, which may have changed or gone since they saw it."""
        current = self.chats.find(message.chat, message.id)
        pressed = CallbackQuery(
            self.new_id(), user, current or message, data, self.clock(), is_gone=current is None
        )
        self.callback_queries.add(pressed)
        self.updates.add("callback_query", pressed.json())
        return pressed

    def tap(self, user: User, message: Message, label: str) -> CallbackQuery:
        """Someone presses the button that a text begins; as it stands now.

        Raises:
            LookupError: The message has no such button.
        """
        current = self.chats.find(message.chat, message.id) or message
        for button in current.buttons:
            if button["text"].startswith(label) and "callback_data" in button:
                return self.press(user, current, button["callback_data"])
        raise LookupError(f"There is no button {label!r} among {[b['text'] for b in current.buttons]}.")

    def fail(self, method: str, trouble: Fault, *, times: int = 1) -> None:
        """Let the next calls of a method fail, whatever they are.

        Args:
            method: Its name, "*" for any, "download" for downloads of files.
            trouble: What happens: a `Refusal`, `Delay` or `Silence`.
            times: How often.
        """
        self.faults.plan(method, trouble, times)

    def heal(self) -> None:
        """All that was planned to fail goes well from now on."""
        self.faults.clear()

    def limit(self, *, on: bool = True) -> None:
        """Hold the bot to Telegram's limits on messages, or no longer."""
        self.flood = Flood(self.clock) if on else None

    def _announce(self, chat: Chat, by: User, **event: Any) -> None:
        """Telegram itself says in a chat what someone has done."""
        self.tell(self.chats.add(chat, by, self.now(), plain(""), extra=event), "message")

    def _post(
        self, user: User, text: str, place: Chat | Topic | None, reply_to: Message | None, **fields: Any
    ) -> Message:
        chat, thread_id = _located(place or self.private(user))
        if not user.is_bot and not self.members.of(chat, user).is_present:
            self.members.put(chat, user, "member")
        fields |= self.thread(chat, reply_to, thread_id)
        message = self.chats.add(chat, user, self.now(), found_by_itself(text), **fields)
        self.tell(message, "message")
        return message


def _located(place: Chat | Topic) -> tuple[Chat, int | None]:
    """A chat, and the thread of it that is meant."""
    return (place.chat, place.id) if isinstance(place, Topic) else (place, None)
