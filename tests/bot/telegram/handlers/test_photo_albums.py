import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, PhotoSize

from bot.telegram.handlers.documents.photo_albums import PhotoAlbums

Numbers = list[list[int]]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.handlers.documents.gathering.FURTHER_S", 0.05)


def photo(number: int, album: str | None = "a") -> Message:
    chat, size = Chat(5, "private"), PhotoSize(f"{number}", "unique", 90, 90)
    return Message(number, datetime(2024, 6, 18, tzinfo=UTC), chat, photo=(size,), media_group_id=album)


async def gather(albums: PhotoAlbums, message: Message, gathered: Numbers) -> None:
    async with albums.gathered(message) as photos:
        if photos:
            gathered.append([each.message_id for each in photos])


async def test_one_gets_all_in_order_however_they_come() -> None:
    albums, gathered = PhotoAlbums(), Numbers()
    await asyncio.gather(*(gather(albums, photo(number), gathered) for number in (3, 1, 2)))
    await gather(albums, photo(9, "b"), gathered)
    assert gathered == [[1, 2, 3], [9]]
    assert [each.message_id for each in albums.of(photo(2))] == [1, 2, 3]
    assert [each.message_id for each in albums.of(photo(4, None))] == [4]


async def test_an_album_of_ten_waits_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.handlers.documents.gathering.FURTHER_S", 60.0)
    albums, gathered = PhotoAlbums(), Numbers()
    async with asyncio.timeout(20):
        await asyncio.gather(*(gather(albums, photo(number), gathered) for number in range(10)))
    assert gathered == [list(range(10))]


async def test_the_others_are_under_way_until_the_work_ends_or_fails() -> None:
    albums, others = PhotoAlbums(), Numbers()

    async def fail() -> None:
        async with albums.gathered(photo(1)) as photos:
            assert len(photos) == 2
            assert not other.done()
            raise LookupError

    leader = asyncio.create_task(fail())
    other = asyncio.create_task(gather(albums, photo(2), others))
    with pytest.raises(LookupError):
        await leader
    await other
    assert others == []


async def test_one_that_comes_too_late_brings_the_whole_album_again() -> None:
    albums, gathered = PhotoAlbums(), Numbers()
    async with albums.gathered(photo(1)) as photos:
        assert len(photos) == 1
        await gather(albums, photo(2), gathered)
    assert gathered == [[1, 2]]


async def test_albums_of_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.handlers.documents.photo_albums._REMEMBERED", 3)
    albums, gathered = PhotoAlbums(), Numbers()
    for album in "abcd":
        await gather(albums, photo(1, album), gathered)
    assert [len(albums.of(photo(2, album))) for album in "ad"] == [1, 1]
    assert albums.of(photo(2, "a"))[0].message_id == 2
    assert albums.of(photo(2, "d"))[0].message_id == 1
