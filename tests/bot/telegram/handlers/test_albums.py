from datetime import UTC, datetime

from telegram import Chat, Message

from bot.telegram.handlers.documents.albums import Albums


def message(number: int, album: str | None = "a", chat: int = -5) -> Message:
    return Message(number, datetime(2024, 6, 18, tzinfo=UTC), Chat(chat, "group"), media_group_id=album)


def test_one_call_counts_for_all_of_an_album_whatever_their_order() -> None:
    albums, first, last = Albums(), message(1), message(3)
    assert not albums.follows(first)
    assert albums.call(message(2)) == [first]
    assert albums.follows(last)
    assert albums.call(message(4)) == []


def test_other_albums_other_chats_and_single_files_are_not_called() -> None:
    albums = Albums()
    albums.call(message(1))
    albums.call(message(2, album=None))
    assert not albums.follows(message(3, "b"))
    assert not albums.follows(message(4, "a", chat=-6))
    assert not albums.follows(message(5, album=None))
    assert albums.call(message(6, album=None)) == []


def test_albums_of_long_ago_are_forgotten() -> None:
    albums = Albums()
    albums.follows(message(1, "old"))
    albums.call(message(2, "called"))
    for number in range(1000):
        albums.follows(message(number, f"x{number}"))
        albums.call(message(number, f"y{number}"))
    assert albums.call(message(3, "old")) == []
    assert not albums.follows(message(4, "called"))
