from bot.services.access import Access, Allowance


class Clock:
    """A clock that goes as it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bot_that_names_nobody_is_open() -> None:
    assert Access().admits(1)
    assert Access(owners={5}).admits(1, -7)
    assert not Access().is_owner(1)


def test_only_those_who_are_named_may_ask() -> None:
    access = Access(owners={5}, users={1}, chats={-7})
    assert access.admits(1)
    assert access.admits(1, -8)
    assert access.admits(2, -7)
    assert access.admits(5)
    assert not access.admits(2)
    assert not access.admits(2, -8)
    assert access.is_owner(5)
    assert not access.is_owner(1)


def test_who_asks_too_much_is_told_how_long_to_wait_each_time_in_private() -> None:
    clock = Clock()
    allowance = Allowance(2, 10, clock)
    assert [allowance.take(1) for _ in range(3)] == [0, 0, 60]
    assert [allowance.tells(1) for _ in range(3)] == [True] * 3
    assert allowance.take(2) == 0
    clock.now += 59
    assert allowance.take(1) == 1
    clock.now += 1
    assert allowance.take(1) == 0


def test_in_a_group_each_is_told_once_a_minute() -> None:
    clock = Clock()
    allowance = Allowance(1, 10, clock)
    assert [allowance.tells(user, -7) for user in (1, 1, 2, 2)] == [True, False, True, False]
    assert allowance.tells(1, -8)
    assert allowance.tells(1)
    clock.now += 60
    assert allowance.tells(1, -7)


def test_what_is_overheard_uses_up_nothing_of_those_who_call_the_bot() -> None:
    allowance = Allowance(1, 2, Clock())
    assert [allowance.overhear(-7) for _ in range(4)] == [True, True, False, False]
    assert allowance.overhear(-8)
    assert [allowance.take(1, -7), allowance.take(2, -7)] == [0, 0]
    assert allowance.take(3, -7) == 60
    assert allowance.tells(3, -7)
    assert allowance.take(3) == 0


def test_what_is_answered_already_counts() -> None:
    allowance = Allowance(2, 10, Clock())
    for _ in range(3):
        allowance.count(1)
    assert allowance.take(1) == 60
    assert allowance.take(2) == 0


def test_a_group_has_its_own_limit() -> None:
    allowance = Allowance(2, 3, Clock())
    assert [allowance.take(user, -7) for user in (1, 2, 3, 4)] == [0, 0, 0, 60]
    # What a full group refused does not count against the person elsewhere.
    assert [allowance.take(4) for _ in range(3)] == [0, 0, 60]
