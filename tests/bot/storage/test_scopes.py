"""A place is kept to one document, and a message is known to be about one."""

import pytest

from bot.storage import State
from bot.storage.scopes import DocumentVersion, Place

BUYING, RENT = DocumentVersion(1, "a1"), DocumentVersion((1 << 62), "b2")
HERE = Place(7, 7)


async def test_a_place_is_kept_to_its_last_document_until_that_is_lifted(state: State) -> None:
    assert await state.scopes.of_place(HERE) is None
    await state.scopes.keep(HERE, BUYING)
    await state.scopes.keep(HERE, RENT)
    assert await state.scopes.of_place(HERE) == RENT
    for elsewhere in (Place(7, 7, 12), Place(-7, 7), Place(-7, 8)):
        assert await state.scopes.of_place(elsewhere) is None
    assert await state.scopes.lift(HERE)
    assert not await state.scopes.lift(HERE)


async def test_messages_are_about_documents_and_old_ones_are_let_go(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    await state.scopes.note(7, (1, 2), BUYING)
    await state.scopes.note(7, (2,), RENT)
    assert await state.scopes.of_message(7, 1) == BUYING
    assert await state.scopes.of_message(7, 2) == RENT
    assert await state.scopes.of_message(8, 1) is None
    monkeypatch.setattr("bot.storage.scopes.MESSAGES", 1)
    await state.scopes.note(7, (3,), RENT)
    assert [await state.scopes.of_message(7, message) for message in (1, 2, 3)] == [None, None, RENT]


async def test_a_group_takes_its_scopes_along(state: State) -> None:
    await state.scopes.keep(Place(-7, 5), BUYING)
    await state.scopes.note(-7, (1,), BUYING)
    await state.scopes.move(-7, -1007)
    assert await state.scopes.of_place(Place(-1007, 5)) == BUYING
    assert await state.scopes.of_place(Place(-7, 5)) is None
    assert await state.scopes.of_message(-7, 1) is None


async def test_forgetting_a_person_takes_their_scopes_everywhere(state: State) -> None:
    theirs = (HERE, Place(7, 7, 3), Place(-9, 7))
    for place in (*theirs, Place(-9, 8)):
        await state.scopes.keep(place, BUYING)
    await state.scopes.note(7, (1,), BUYING)
    await state.scopes.note(-9, (1,), BUYING)
    await state.forget(7)
    assert [await state.scopes.of_place(place) for place in theirs] == [None] * 3
    assert await state.scopes.of_place(Place(-9, 8)) == BUYING
    assert [await state.scopes.of_message(chat, 1) for chat in (7, -9)] == [None, BUYING]
