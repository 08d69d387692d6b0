"""What people do in the simulation."""

from typing import Any

from bot.playground.protocol.faults import Fault
from bot.playground.protocol.flood import Flood
from bot.playground.protocol.limits import INLINE_QUERY_CHARACTERS
from bot.playground.protocol.texts import plain, typed_text
from bot.playground.simulation.chats import Chat, Message, Topic, User
from bot.playground.simulation.event_log import CommandsChanged
from bot.playground.simulation.members import Status
from bot.playground.simulation.queries import CallbackQuery, InlineQuery, InlineResult
from bot.playground.simulation.world import World


class People(World):
    """Adds people and groups, and acts for them: sending, editing, pressing buttons, inline queries."""

    def user(self, name: str, username: str = "", language_code: str = "zh-hans") -> User:
        """Add a person; `language_code` is "" where their Telegram sends none."""
        return self.chats.add_user(name, username, language_code)

    def set_language(self, user: User, language_code: str) -> User:
        """Change the language of a person's Telegram; returns the changed user."""
        changed = self.chats.set_language(user, language_code)
        self.members.update_user(changed)
        self.event_log.append(CommandsChanged())
        return changed

    def private(self, user: User) -> Chat:
        """A person's private chat with the bot, where it may write once they have."""
        return self.chats.private(user)

    def started(self, user: User) -> Chat:
        """The private chat of a person who has started the bot; it gets no update about that."""
        self._enter(user, chat := self.private(user))
        return chat

    def between(self, user: User, other: User) -> Chat:
        """The private chat of two people, where the bot can only be called as a guest."""
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
        """Add a group.

        Args:
            title: Its title.
            has_bot: Whether the bot is a member from the start; it gets no update about that.
            supergroup: Whether it is a supergroup.
            forum: Whether it is a supergroup with topics.
            owner: Its creator, or None.
        """
        kind = "supergroup" if supergroup or forum else "group"
        chat = self.chats.add_group(title, kind, is_forum=forum)
        if has_bot:
            self.members.put(chat, self.bot, "member")
        if owner:
            self.members.put(chat, owner, "creator")
        return chat

    def upgrade(self, group: Chat, by: User) -> Chat:
        """Upgrade a group to a supergroup, which has another id and the same members."""
        successor = self.chats.upgrade(group)
        self._send_service_message(group, by, migrate_to_chat_id=successor.id)
        self.members.move(group, successor)
        self._send_service_message(successor, by, migrate_from_chat_id=group.id)
        return successor

    def topic(self, forum: Chat, name: str, opener: User | None = None) -> Topic:
        """Add a topic to a forum."""
        topic = self.chats.add_topic(forum, name, opener or self.user("版主"), self.now())
        if opened := self.chats.find(forum, topic.id):
            self.tell(opened, "message")
        return topic

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic and its messages."""
        self.chats.delete_topic(topic)

    def appoint(self, user: User, chat: Chat, status: Status) -> None:
        """Set a person's status in a group."""
        self.members.put(chat, user, status)

    def add_bot(self, chat: Chat, by: User, *, admin: bool = False) -> None:
        """Add the bot to a group, or make it an administrator."""
        was_there = self.has_bot(chat)
        self.place_bot(chat, by, "administrator" if admin else "member")
        if not was_there:
            self._send_service_message(chat, by, new_chat_members=[self.bot.json()])

    def remove_bot(self, chat: Chat, by: User) -> None:
        """Remove the bot from a group."""
        self.place_bot(chat, by, "kicked")

    def block(self, user: User) -> None:
        """Block the bot."""
        self.place_bot(self.private(user), user, "kicked")

    def unblock(self, user: User) -> None:
        """Unblock the bot."""
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
        """Send a message as a person.

        Args:
            user: The sender; `ANONYMOUS` for an administrator who sends as the group.
            text: The text; "" for a message that `extra` describes.
            chat: The chat or topic; by default the private chat with the bot.
            reply_to: The message it replies to; a reply in a forum stays in the topic.
            extra: Further fields, with the names and values of the Bot API.
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
        """Send a file as a person.

        Args:
            user: The sender.
            name: The file's name.
            data: Its content.
            chat: The chat or topic; by default the private chat with the bot.
            caption: The caption.
            mime: The file's type; "" to guess it from the name.
            size: The size it claims, in bytes; by default the true one.
            reply_to: The message it replies to.
            extra: Further fields, with the names and values of the Bot API: media_group_id …
        """
        stored = self.files.add(name, data, mime, size)
        return self._post(user, caption, chat, reply_to, file=stored, extra=extra)

    def send_photo(
        self,
        user: User,
        data: bytes,
        pixels: tuple[int, int],
        chat: Chat | Topic | None = None,
        *,
        caption: str = "",
        reply_to: Message | None = None,
        **extra: Any,
    ) -> Message:
        """Send a photo as a person; as for `send_document`, but for its width and height.

        Of photos with the same media_group_id, Telegram makes an album.
        """
        stored = self.files.add("photo.jpg", data, pixels=pixels)
        return self._post(user, caption, chat, reply_to, file=stored, extra=extra)

    def edit(self, message: Message, text: str) -> Message:
        """Edit the text or the caption of a person's message."""
        changed = self.chats.change(message, content=typed_text(text), edited=self.now())
        self.tell(changed, "edited_message")
        return changed

    def replace_document(self, message: Message, name: str, data: bytes) -> Message:
        """Put another file into a person's message."""
        changed = self.chats.change(message, file=self.files.add(name, data), edited=self.now())
        self.tell(changed, "edited_message")
        return changed

    def inline(self, user: User, query: str, *, chat_type: str = "sender", offset: str = "") -> InlineQuery:
        """Type an inline query; the bot gets its first 256 characters, unless an answer is cached."""
        typed = query[:INLINE_QUERY_CHARACTERS]
        asked = InlineQuery(self.new_id(), user, typed, self.clock(), chat_type, offset)
        self.inline_queries.add(asked)
        asked.answer = self.inline_cache.find(asked)
        if asked.answer is None:
            self.updates.add("inline_query", asked.json())
        self.notifier.notify()
        return asked

    def scroll(self, query: InlineQuery) -> InlineQuery | None:
        """Ask for the next page of results, as scrolling does; None where there is none."""
        if query.answer is None or not query.answer.next_offset:
            return None
        return self.inline(
            query.user, query.query, chat_type=query.chat_type, offset=query.answer.next_offset
        )

    def choose(self, query: InlineQuery, result: InlineResult, place: Chat | Topic) -> Message:
        """Send a result of an inline query to a chat, as the person who typed the query."""
        chat, thread_id = _chat_and_thread(place)
        self._enter(query.user, chat)
        # Only a message with a keyboard can be edited by the bot.
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
        if self.inline_feedback:
            chosen = {"result_id": result.id, "from": query.user.json(), "query": query.query}
            self.updates.add(
                "chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {})
            )
        self.tell(message, "message")
        return message

    def press(self, user: User, message: Message, data: str) -> CallbackQuery:
        """Press a button by its callback data, also where its message was edited or deleted meanwhile."""
        current = self.chats.find(message.chat, message.id)
        pressed = CallbackQuery(
            self.new_id(), user, current or message, data, self.clock(), is_gone=current is None
        )
        self.callback_queries.add(pressed)
        self.updates.add("callback_query", pressed.json())
        return pressed

    def tap(self, user: User, message: Message, label: str) -> CallbackQuery:
        """Press the button whose text begins with a label, in the newest version of the message.

        Raises:
            LookupError: The message has no such button.
        """
        current = self.chats.find(message.chat, message.id) or message
        for button in current.buttons:
            if button["text"].startswith(label) and "callback_data" in button:
                return self.press(user, current, button["callback_data"])
        raise LookupError(f"There is no button {label!r} among {[b['text'] for b in current.buttons]}.")

    def fail(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Plan a fault for the next calls of a method.

        Args:
            method: Its name, "*" for any, "download" for the download of a file.
            fault: A `Refusal`, `Delay` or `Silence`.
            times: For how many calls.
        """
        self.faults.plan(method, fault, times)

    def heal(self) -> None:
        """Drop all planned faults."""
        self.faults.clear()

    def limit(self, *, on: bool = True) -> None:
        """Turn flood control on or off."""
        self.flood = Flood(self.clock) if on else None

    def _send_service_message(self, chat: Chat, by: User, **event: Any) -> None:
        """Send a service message about what a person did."""
        self.tell(self.chats.add(chat, by, self.now(), plain(""), extra=event), "message")

    def _post(
        self, user: User, text: str, place: Chat | Topic | None, reply_to: Message | None, **fields: Any
    ) -> Message:
        chat, thread_id = _chat_and_thread(place or self.private(user))
        self._enter(user, chat)
        fields |= self.thread(chat, reply_to, thread_id)
        message = self.chats.add(chat, user, self.now(), typed_text(text), **fields)
        self.tell(message, "message")
        return message

    def _enter(self, user: User, chat: Chat) -> None:
        """Make a person a member of a chat, unless they are."""
        if not user.is_bot and not self.members.of(chat, user).is_present:
            self.members.put(chat, user, "member")


def _chat_and_thread(place: Chat | Topic) -> tuple[Chat, int | None]:
    """The chat and the thread id of a chat or topic."""
    return (place.chat, place.id) if isinstance(place, Topic) else (place, None)
