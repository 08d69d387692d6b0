from hypothesis import given
from hypothesis import strategies as st

from bot.services.access import Access, Allowance, Verdict


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


def test_too_many_questions_are_told_so_once_a_minute() -> None:
    clock = Clock()
    allowance = Allowance(2, 10, clock)
    assert [allowance.take(1) for _ in range(4)] == [Verdict.NOW, Verdict.NOW, Verdict.LATER, Verdict.SILENCE]
    assert allowance.take(2) is Verdict.NOW
    clock.now += 59
    assert allowance.take(1) is Verdict.SILENCE
    clock.now += 1
    assert allowance.take(1) is Verdict.NOW


def test_what_is_answered_already_counts_but_uses_up_no_notice() -> None:
    allowance = Allowance(2, 10, Clock())
    for _ in range(3):
        allowance.count(1)
    assert [allowance.take(1) for _ in range(2)] == [Verdict.LATER, Verdict.SILENCE]
    assert allowance.take(2) is Verdict.NOW


def test_another_period_is_kept_and_told_of_once_a_minute() -> None:
    clock = Clock()
    allowance = Allowance(2, 2, clock, period_s=3600)
    assert [allowance.take(1) for _ in range(4)] == [Verdict.NOW, Verdict.NOW, Verdict.LATER, Verdict.SILENCE]
    clock.now += 60
    assert [allowance.take(1) for _ in range(2)] == [Verdict.LATER, Verdict.SILENCE]
    clock.now += 3540
    assert allowance.take(1) is Verdict.NOW


def test_a_group_has_its_own_measure() -> None:
    clock = Clock()
    allowance = Allowance(2, 3, clock)
    assert [allowance.take(user, -7) for user in (1, 2, 3, 4)] == [*[Verdict.NOW] * 3, Verdict.LATER]
    assert allowance.take(5, -7) is Verdict.SILENCE
    # What a full group refused does not count against the person elsewhere.
    assert [allowance.take(4) for _ in range(3)] == [Verdict.NOW, Verdict.NOW, Verdict.LATER]


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 40)), max_size=60), st.integers(1, 4))
def test_nobody_ever_gets_more_than_their_share(steps: list[tuple[int, float]], each: int) -> None:
    clock = Clock()
    allowance = Allowance(each, 100, clock)
    granted: dict[int, list[float]] = {}
    for user, wait in steps:
        clock.now += wait
        if allowance.take(user) is Verdict.NOW:
            granted.setdefault(user, []).append(clock.now)
    for times in granted.values():
        assert all(sum(0 <= time - earlier < 60 for earlier in times) <= each for time in times)


def test_those_long_gone_are_forgotten() -> None:
    clock = Clock()
    allowance = Allowance(1, 1, clock)
    for user in range(12_000):
        allowance.take(user)
        clock.now += 0.1
    assert len(allowance._asked) < 11_000


def test_however_many_ask_within_a_minute_each_has_their_share() -> None:
    allowance = Allowance(1, 1, Clock())
    for user in range(10_050):
        assert allowance.take(user) is Verdict.NOW
    assert allowance.take(20_000, -7) is Verdict.NOW
    assert allowance.take(20_000) is Verdict.LATER
