from itertools import pairwise

from bot.services.rate_limit import Pace


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_pass_at_once_and_the_next_when_the_first_is_past() -> None:
    clock = Clock()
    rate_limit = Pace(3, 1.0, clock)
    assert [rate_limit.take() for _ in range(5)] == [0, 0, 0, 1.0, 1.0]
    clock.now += 0.75
    assert rate_limit.take() == 0.25
    clock.now += 0.25
    assert [rate_limit.take() for _ in range(4)] == [0, 0, 0, 1.0]


def test_never_more_within_any_second() -> None:
    clock = Clock()
    rate_limit = Pace(5, 1.0, clock)
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
    rate_limit = Pace(10, 1.0, clock)
    for _ in range(1000):
        rate_limit.take()
    clock.now += 1.0
    assert [rate_limit.take() for _ in range(10)] == [0] * 10


def test_nobody_passes_while_telegram_asks_to_wait() -> None:
    clock = Clock()
    rate_limit = Pace(3, 1.0, clock)
    rate_limit.hold(5)
    rate_limit.hold(2)
    clock.now += 4.5
    assert rate_limit.take() == 0.5
    clock.now += 0.5
    assert rate_limit.take() == 0
