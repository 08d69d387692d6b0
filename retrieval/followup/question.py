"""The parts of a question: what it is about, what of that it asks for, and how."""

from dataclasses import dataclass
from typing import NamedTuple, Self

from retrieval.followup.kinds import ASKS, ATTRIBUTES, ENTITY, LEANING, TAIL, THING_ENDS, TIMES, VERBS, Kind
from retrieval.search.lexical.terms import is_name
from retrieval.text import Word, fold, tagged

_NOUN_TAGS = ("n", "b", "j", "l", "i", "eng", "s")
_DESCRIBING_TAGS = ("a", "b", "m", "t")


class Place(NamedTuple):
    """A piece of a text: from the first character to one past the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. All places are in `text`, and in `folded`, which is as long.

    Attributes:
        text: As it was written, without what ends it.
        folded: The same, folded.
        topic: What it is about: names and noun phrase; empty where there is none.
        attribute: What of the topic it asks for, as in 基金的*规模*是多少, or None.
        asking: The words that ask, or None.
        kind: What kind of answer they ask for.
        asked: The noun after these words, as in 有多少家*企业*, or None.
    """

    text: str
    folded: str
    topic: Place
    attribute: Place | None
    asking: Place | None
    kind: Kind
    asked: Place | None

    @classmethod
    def parse(cls, question: str) -> Self:
        """Take a question in either script apart."""
        folded = fold(question)
        end = len(folded) - len(_found(TAIL.search(folded)))
        text, folded = question[:end], folded[:end]
        match = ASKS.search(folded)
        if match is None:
            topic, attribute = _subject(folded, Place(0, end), copular=True)
            return cls(text, folded, topic, attribute, None, "thing", None)
        kind = _kind(match.lastgroup)
        asking = Place(*match.span())
        before = Place(0, asking.start)
        lean = leaning(folded[: before.end])
        if before.end - lean > 0:
            copular = _is_copular(folded[before.end - lean : before.end], kind, folded[asking.end :])
            topic, attribute = _subject(folded, Place(0, before.end - lean), copular=copular)
            return cls(text, folded, topic, attribute, asking, kind, _noun_at(folded, asking.end))
        asking, topic, attribute = _leading(folded, asking, kind)
        return cls(text, folded, topic, attribute, asking, kind, None)

    def cut(self, place: Place | None) -> str:
        """The text at a place, "" for none."""
        return self.text[place.start : place.end] if place else ""

    def replaced(self, place: Place, by: str) -> str:
        """The whole question with something else at a place."""
        return self.text[: place.start] + by + self.text[place.end :]

    @property
    def theme(self) -> str:
        """The topic, with the attribute where that is no common one and so a thing of its own."""
        return self.cut(self.theme_at)

    @property
    def theme_at(self) -> Place:
        """Where its theme stands."""
        common = attribute_at_end(fold(self.cut(self.attribute)))
        if self.attribute is None or common:
            return self.topic
        return Place(self.topic.start, self.attribute.end)

    @property
    def predicate(self) -> bool:
        """Whether it says what happens to its topic, and does not ask for an attribute."""
        if self.asking is None or self.attribute is not None:
            return False
        rest = self.folded[self.topic.end : self.asking.start] + self.folded[self.asking.end :]
        return any(word.tag.startswith("v") or len(word.text) > 1 for word in tagged(rest)) and rest != "是"


def attribute_at_end(folded: str) -> tuple[Kind, int] | None:
    """What kind of attribute a text ends with, and where that starts."""
    found = [(kind, match.start()) for kind, form in ATTRIBUTES if (match := form.search(folded))]
    if not found:
        return None
    kind, start = min(found, key=lambda item: item[1])
    return kind, start_of_word(folded, start) if kind == "quantity" else start


def start_of_word(folded: str, place: int) -> int:
    """Where the word starts that a character stands in."""
    start = 0
    for word in tagged(folded):
        if start + len(word.text) > place:
            break
        start += len(word.text)
    return start


def is_entity(folded: str) -> bool:
    """Whether a noun phrase names one thing of its kind: it holds a name, or ends like one."""
    return bool(ENTITY.search(folded)) or holds_name(folded)


def holds_name(folded: str) -> bool:
    """Whether a text holds a name that is no number and no time."""
    return any(is_name(word) and not _is_number(word) for word in tagged(folded))


def leaning(folded: str) -> int:
    """How many characters at the end of a text only lead to the words that ask."""
    words = [word.text for word in tagged(folded)]
    length = 0
    while (
        words
        and LEANING.fullmatch(words[-1])
        and not (words[-1] == "会" and len(words[-2:][0]) == 1 < len(words))
    ):
        length += len(words.pop())
    return length


def nouns_from(folded: str, start: int) -> int:
    """Where the first noun that stands at a place ends; the place itself where none does."""
    for word in tagged(folded[start:]):
        return start + len(word.text) if word.tag.startswith(_NOUN_TAGS) else start
    return start


def _subject(folded: str, place: Place, *, copular: bool) -> tuple[Place, Place | None]:
    """Topic and attribute of a noun phrase, verbs at its end left out."""
    start, end = _trimmed(folded, place)
    phrase = folded[start:end]
    if found := attribute_at_end(phrase):
        cut = start + found[1]
        if topic_end := len(folded[start:cut].removesuffix("的")):
            return Place(start, start + topic_end), Place(cut, end)
    before, of, after = phrase.rpartition("的")
    if copular and of and before and after:
        return Place(start, start + len(before)), Place(end - len(after), end)
    stripped = _without_verbs(folded, Place(start, end))
    named = folded[stripped.start : stripped.end]
    words = tagged(named)
    if copular and len(words) > 1 and _is_split(*words[-2:]) and not ENTITY.search(named):
        cut = stripped.end - len(words[-1].text)
        return Place(stripped.start, cut), Place(cut, stripped.end)
    return stripped, None


def _without_verbs(folded: str, place: Place) -> Place:
    """A noun phrase without the verbs at its end, or as it is where nothing else would be left."""
    end = place.end
    for word in reversed(tagged(folded[place.start : end])):
        verb = _is_verb(word) or word.tag in {"d", "p", "ul", "uj", "c", "f"}
        verb = verb and not THING_ENDS.fullmatch(word.text)
        if not verb or end - len(word.text) <= place.start + 1 or ENTITY.search(folded[place.start : end]):
            break
        end -= len(word.text)
    trimmed = _trimmed(folded, Place(place.start, end))
    return trimmed if trimmed.end > trimmed.start else place


def _leading(folded: str, asking: Place, kind: Kind) -> tuple[Place, Place, Place | None]:
    """The words that ask, topic and attribute of a question that begins with the former."""
    if kind in {"reason", "time", "place", "quantity"}:
        topic, attribute = _subject(
            folded, Place(_first_noun(folded, asking.end), len(folded)), copular=False
        )
        return asking, topic, attribute
    if kind == "thing":  # 哪家公司设计了…
        asking = Place(asking.start, nouns_from(folded, asking.end))
    rest = folded[asking.end :]
    if rest.startswith("是"):
        topic, attribute = _subject(folded, Place(asking.end + 1, len(folded)), copular=True)
        return asking, topic, attribute
    verb = rest.find("了") + 1 or next(
        (
            len("".join(w.text for w in tagged(rest)[: n + 1]))
            for n, w in enumerate(tagged(rest))
            if _is_verb(w)
        ),
        0,
    )
    return asking, _trimmed(folded, Place(asking.end + verb, len(folded))), None


def _first_noun(folded: str, start: int) -> int:
    """Where the words from a place on begin to name something."""
    for word in tagged(folded[start:]):
        if word.tag not in {"v", "d", "p", "ul", "c", "x"}:
            return start
        start += len(word.text)
    return start


def _noun_at(folded: str, start: int) -> Place | None:
    """The noun phrase between a place and the end."""
    words = tagged(folded[start:])
    if words and all(word.tag.startswith(_NOUN_TAGS) for word in words):
        return Place(start, len(folded))
    return None


def _trimmed(folded: str, place: Place) -> Place:
    """A place without spaces, particles and punctuation around it."""
    start, end = place
    while start < end and (folded[start].isspace() or folded[start] in ",;:、在"):
        start += 1
    while start < end and (folded[end - 1].isspace() or folded[end - 1] in ",;:、的了"):
        end -= 1
    return Place(start, end)


def _is_copular(lean: str, kind: Kind, after: str) -> bool:
    return lean.endswith("是") or (not lean and kind == "quantity" and not after)


def _is_split(before: Word, last: Word) -> bool:
    """Whether the last noun of a phrase is an attribute of the one before it: 小型犬药浴, not 正式员工."""
    return _is_common(last) and not before.tag.startswith(_DESCRIBING_TAGS)


def _is_common(word: Word) -> bool:
    return len(word.text) > 1 and word.tag.startswith("n") and not is_name(word)


def _is_verb(word: Word) -> bool:
    return word.tag.startswith("v") or VERBS.fullmatch(word.text) is not None


def _is_number(word: Word) -> bool:
    return word.text.isdigit() or bool(TIMES.fullmatch(word.text))


def _kind(group: str | None) -> Kind:
    kinds: dict[str | None, Kind] = {
        "person": "person",
        "place": "place",
        "time": "time",
        "quantity": "quantity",
        "reason": "reason",
    }
    return kinds.get(group, "thing")


def _found(match: object) -> str:
    return match[0] if match else ""  # type: ignore[index]
