from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.services.rate_limit import RateLimit


class Clock:
    """A clock that goes as it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_pass_at_once_and_the_next_when_the_first_is_past() -> None:
    clock = Clock()
    rate_limit = RateLimit(3, 1.0, clock)
    assert [rate_limit.take() for _ in range(5)] == [0, 0, 0, 1.0, 1.0]
    clock.now += 0.75
    assert rate_limit.take() == 0.25
    clock.now += 0.25
    assert [rate_limit.take() for _ in range(4)] == [0, 0, 0, 1.0]


def test_never_more_within_any_second() -> None:
    clock = Clock()
    rate_limit = RateLimit(5, 1.0, clock)
    passed = []
    for _ in range(400):
        if not rate_limit.take():
            passed.append(clock.now)
        clock.now += 0.0625
    assert len(passed) == 5 * 25
    assert all(later - earlier >= 1.0 for earlier, later in zip(passed, passed[5:], strict=False))
    assert all(later > earlier for earlier, later in pairwise(passed))


def test_whoever_cannot_pass_takes_no_place() -> None:
    clock = Clock()
    rate_limit = RateLimit(10, 1.0, clock)
    for _ in range(1000):
        rate_limit.take()
    clock.now += 1.0
    assert [rate_limit.take() for _ in range(10)] == [0] * 10


def test_nobody_passes_while_telegram_asks_to_wait() -> None:
    clock = Clock()
    rate_limit = RateLimit(3, 1.0, clock)
    rate_limit.hold(5)
    rate_limit.hold(2)
    clock.now += 4.5
    assert rate_limit.take() == 0.5
    clock.now += 0.5
    assert rate_limit.take() == 0


def test_each_key_has_a_limit_of_its_own() -> None:
    clock = Clock()
    rate_limit = RateLimit(1, 60.0, clock)
    assert [rate_limit.take(key) for key in ("a", "b", "a", None)] == [0, 0, 60, 0]
    clock.now += 60
    assert rate_limit.take("a") == 0


def test_what_is_counted_beyond_the_limit_is_waited_for() -> None:
    clock = Clock()
    rate_limit = RateLimit(2, 60.0, clock)
    for _ in range(3):
        rate_limit.count("a")
        clock.now += 10
    assert rate_limit.wait("a") == 40  # of the last two the first was 20 seconds ago


def test_keys_without_events_within_the_period_are_dropped() -> None:
    clock = Clock()
    rate_limit = RateLimit(1, 60.0, clock)
    for key in range(12_000):
        rate_limit.take(key)
        clock.now += 0.1
    assert len(rate_limit._times) <= 601


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 40)), max_size=60), st.integers(1, 4))
def test_no_key_ever_gets_more_than_its_share(steps: list[tuple[int, float]], events: int) -> None:
    clock = Clock()
    rate_limit = RateLimit(events, 60.0, clock)
    granted: dict[int, list[float]] = {}
    for key, wait in steps:
        clock.now += wait
        if not rate_limit.take(key):
            granted.setdefault(key, []).append(clock.now)
    for times in granted.values():
        assert all(sum(0 <= time - earlier < 60 for earlier in times) <= events for time in times)
