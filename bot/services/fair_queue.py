"""A queue that serves people in turn, and gives none of them more than a share."""

from collections import Counter, OrderedDict, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """What one person, or one group, may have at the same time.

    Attributes:
        places: How many items under way.
        waiting: How many items that wait for a place.
    """

    places: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The items of one person in one place, which are served in order.

    Attributes:
        person: Whose they are.
        group: The group they come from; None where others have no part in it, as in private.
    """

    person: Hashable
    group: Hashable = None


class FairQueue(Generic[T]):
    """Items wait in lanes. Lanes are served in turn, as far as places are free.

    Args:
        places: How many items are under way at the same time.
        each: The share of one person, over all lanes.
        together: The share of all people of one group.
    """

    def __init__(self, places: int, each: Share, together: Share) -> None:
        self._places = places
        self._each = each
        self._together = together
        self._lanes: OrderedDict[Lane, deque[T]] = OrderedDict()
        self._waiting: Counter[Hashable] = Counter()
        self._under_way: Counter[Hashable] = Counter()

    def __len__(self) -> int:
        """How many items wait."""
        return self._waiting[None]

    def has_room(self, lane: Lane) -> bool:
        """Whether another item of a lane may wait."""
        return all(self._waiting[owner] < share.waiting for owner, share in self._shares(lane))

    def waiting_of(self, person: Hashable) -> int:
        """How many items of a person wait, over all lanes."""
        return self._waiting["person", person]

    def put(self, item: T, lane: Lane, *, first: bool = False) -> None:
        """Add an item to the end of a lane, or before all others of it, whether or not there is room."""
        items = self._lanes.setdefault(lane, deque())
        if first:
            items.appendleft(item)
        else:
            items.append(item)
        self._change(self._waiting, lane, 1)

    def take(self) -> tuple[T, Lane] | None:
        """The next item in turn, with its lane; None where nothing waits, or no place is free for it.

        It takes a place, until `release`.
        """
        if self._under_way[None] >= self._places:
            return None
        for lane, items in self._lanes.items():
            if all(self._under_way[owner] < share.places for owner, share in self._shares(lane)):
                item = items.popleft()
                self._lanes.move_to_end(lane)
                if not items:
                    del self._lanes[lane]
                self._change(self._waiting, lane, -1)
                self._change(self._under_way, lane, 1)
                return item, lane
        return None

    def release(self, lane: Lane) -> None:
        """Free the place of an item of a lane."""
        self._change(self._under_way, lane, -1)

    def lend(self) -> None:
        """Let others use a place for a while; the person and the group have used up theirs all the same."""
        _add(self._under_way, None, -1)

    def take_back(self) -> None:
        """End `lend`, whether or not a place is free: then one more than `places` is under way."""
        _add(self._under_way, None, 1)

    def clear(self) -> int:
        """Drop all that waits; gives how many items it was."""
        dropped = len(self)
        self._lanes.clear()
        self._waiting.clear()
        return dropped

    def _shares(self, lane: Lane) -> Iterator[tuple[Hashable, Share]]:
        """Who has a part in a lane, as a key of the counters, and their shares."""
        yield ("person", lane.person), self._each
        if lane.group is not None:
            yield ("group", lane.group), self._together

    def _change(self, counter: Counter[Hashable], lane: Lane, by: int) -> None:
        """Count items for the owners of a lane, and for all (None)."""
        for owner in (None, *(owner for owner, _ in self._shares(lane))):
            _add(counter, owner, by)


def _add(counter: Counter[Hashable], key: Hashable, by: int) -> None:
    counter[key] += by
    if not counter[key]:
        del counter[key]
