"""Near misses: questions turned into others that their passage does not answer."""

import random
from collections.abc import Iterable, Sequence

from retrieval.evaluation.squad import Context
from retrieval.reader.kinds import kind_of_question
from retrieval.search.lexical.terms import asked_for, is_name, is_place
from retrieval.text import Word, fold, tagged
from training.data.lexicon import read_lexicon
from training.data.rewording import Rewording

SWAPS = ("year", "number", "place", "name", "attribute")


class Swapper:
    """Changes one word of a question: who, where, when or what it asks about."""

    def __init__(self, questions: Iterable[str], seed: int = 0) -> None:
        """Collect the words that can be put in from questions."""
        self._random = random.Random(seed)
        self._rewording = Rewording(read_lexicon())
        self._others: dict[tuple[str, ...], list[str]] = {}
        for question in questions:
            cut = tagged(fold(question))
            for swap in SWAPS:
                for place in _places(cut, swap):
                    self._others.setdefault(_class(cut, swap, place), []).append(cut[place].text)

    def swaps(self, question: str, context: Context) -> dict[str, str]:
        """Ask for something else, in as many ways as the question allows.

        Returns:
            For each of SWAPS that can be done the new question, in folded characters. Its new word comes from
            another question, where it is of the same kind, does not mean the same as the old one, and stands
            nowhere in the context or its title.
        """
        cut, text = tagged(fold(question)), fold(f"{question}\n{context.title}\n{context.text}")
        swapped = {swap: self._swapped(cut, swap, text) for swap in SWAPS}
        return {swap: question for swap, question in swapped.items() if question}

    def _swapped(self, cut: Sequence[Word], swap: str, text: str) -> str:
        """The question with one word changed, "" where it has none or there is no other for it."""
        places = _places(cut, swap)
        if not places:
            return ""
        place = self._random.choice(places)
        old = cut[place].text
        others = [
            word
            for word in self._others.get(_class(cut, swap, place), ())
            if word not in text and not self._rewording.alike(word, old)
        ]
        if not others:
            return ""
        other = self._random.choice(others)
        return "".join(other if i == place else word.text for i, word in enumerate(cut))


def _places(cut: Sequence[Word], swap: str) -> list[int]:
    """Where words stand that can be swapped in this way."""
    if swap == "attribute":
        place = asked_for(cut)
        return [] if place is None else [place]
    return [place for place, word in enumerate(cut) if is_name(word) and _named(cut, place) == swap]


def _named(cut: Sequence[Word], place: int) -> str:
    """What a name or number names."""
    text = cut[place].text
    if text.isdigit():
        year = len(text) == 4 and place + 1 < len(cut) and cut[place + 1].text == "年"
        return "year" if year else "number"
    return "place" if is_place(cut[place]) else "name"


def _class(cut: Sequence[Word], swap: str, place: int) -> tuple[str, ...]:
    """Words of one class can take each other's place: the sentence stays one."""
    text, tag = cut[place]
    match swap:
        case "attribute":
            return swap, kind_of_question("".join(word.text for word in cut)), tag[:1]
        case "name":
            return swap, tag[:2]
        case "number":
            return swap, str(len(text))
        case _:
            return (swap,)
