"""Shares and turns, and that counts come out even whatever happens."""

from hypothesis import given
from hypothesis import strategies as st

from bot.services.fair_queue import FairQueue, Lane, Share

GROUP = -5


def taken(queue: FairQueue[str]) -> list[str]:
    items = []
    while found := queue.take():
        items.append(found[0])
    return items


def test_people_are_served_in_turn_each_in_order() -> None:
    queue = FairQueue[str](100, Share(3, 9), Share(9, 9))
    for item in ("a1", "a2", "a3", "a4", "b1", "b2", "c1"):
        queue.put(item, Lane(item[0]))
    assert taken(queue) == ["a1", "b1", "c1", "a2", "b2", "a3"]
    queue.release(Lane("b"))
    assert taken(queue) == []
    queue.release(Lane("a"))
    assert taken(queue) == ["a4"]


def test_a_person_has_one_share_wherever_they_write_and_so_has_a_group() -> None:
    queue = FairQueue[str](100, Share(2, 3), Share(3, 4))
    queue.put("private", Lane("a"))
    for name in "aabbc":
        queue.put(name, Lane(name, GROUP))
    assert taken(queue) == ["private", "a", "b", "c"]
    queue.release(Lane("b", GROUP))
    assert taken(queue) == ["b"]  # a has two under way
    queue.release(Lane("a"))
    assert taken(queue) == []  # the group has three
    queue.release(Lane("c", GROUP))
    assert taken(queue) == ["a"]


def test_what_waits_is_counted_for_each_person_and_each_group() -> None:
    queue = FairQueue[str](0, Share(1, 2), Share(1, 3))
    for name in "aab":
        assert queue.has_room(Lane(name, GROUP))
        queue.put(name, Lane(name, GROUP))
    assert [queue.has_room(Lane(*lane)) for lane in (("a",), ("b",), ("b", GROUP), ("c", -6))] == [
        False,
        True,
        False,
        True,
    ]
    assert (len(queue), queue.clear(), len(queue)) == (3, 3, 0)
    assert queue.has_room(Lane("a", GROUP))


def test_a_place_that_is_lent_is_used_by_others() -> None:
    queue = FairQueue[str](1, Share(2, 9), Share(9, 9))
    for item in ("a1", "a2", "a3", "b1"):
        queue.put(item, Lane(item[0]))
    assert taken(queue) == ["a1"]
    queue.lend()
    assert taken(queue) == ["b1"]
    queue.lend()
    assert taken(queue) == ["a2"]
    queue.lend()
    assert taken(queue) == []  # a has used up theirs
    for _ in range(3):
        queue.take_back()
    queue.release(Lane("a"))
    assert taken(queue) == []  # two are still under way, where one has a place
    queue.release(Lane("a"))
    assert taken(queue) == []
    queue.release(Lane("b"))
    assert taken(queue) == ["a3"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([None, -1, -2])), max_size=40))
def test_all_that_is_put_is_taken_once_within_the_shares(sent: list[tuple[str, int | None]]) -> None:
    queue = FairQueue[int](4, Share(2, 99), Share(3, 99))
    for number, (person, group) in enumerate(sent):
        queue.put(number, Lane(person, group))
    under_way: list[tuple[int, Lane]] = []
    got = []
    while len(queue) or under_way:
        while found := queue.take():
            under_way.append(found)
            got.append(found[0])
        people = [lane.person for _, lane in under_way]
        groups = [lane.group for _, lane in under_way if lane.group is not None]
        assert len(under_way) <= 4
        assert all(people.count(person) <= 2 for person in people)
        assert all(groups.count(group) <= 3 for group in groups)
        queue.release(under_way.pop(0)[1])
    assert sorted(got) == list(range(len(sent)))
    for lane in {Lane(*each) for each in sent}:
        numbers = [number for number in got if Lane(*sent[number]) == lane]
        assert numbers == sorted(numbers)
