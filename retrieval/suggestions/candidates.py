"""All questions that passages might answer, the varied ones first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from retrieval.confidence import is_legible
from retrieval.documents import Passage
from retrieval.suggestions.candidate import Candidate
from retrieval.suggestions.fields import from_fields
from retrieval.suggestions.lists import from_lists
from retrieval.suggestions.questions import from_questions
from retrieval.suggestions.statements import from_statements
from retrieval.suggestions.wording import MOST_CHARACTERS, is_traditional
from retrieval.text import fold


def candidates(passages: Sequence[Passage]) -> list[Candidate]:
    """Questions made from passages of one document.

    Returns:
        None that two passages would answer differently; of each kind one, then of each a second, and so on,
        the passages taken in turn.
    """
    traditional = is_traditional(passage.text for passage in passages)
    legible = [passage for passage in passages if is_legible(passage)]
    own = [candidate for passage in legible for candidate in from_questions(passage)]
    made = [
        candidate
        for passage in legible
        for find in (from_fields, from_statements, from_lists)
        for candidate in find(passage, traditional=traditional)
    ]
    short = [candidate for candidate in (*own, *made) if len(candidate.question) <= MOST_CHARACTERS]
    return _varied(_unambiguous(short))


def _unambiguous(made: Iterable[Candidate]) -> list[Candidate]:
    answers: dict[str, dict[str, Candidate]] = defaultdict(dict)
    for candidate in made:
        answers[candidate.alike].setdefault(fold(candidate.answer), candidate)
    return [next(iter(found.values())) for found in answers.values() if len(found) == 1]


def _varied(made: Iterable[Candidate]) -> list[Candidate]:
    """Round by round one of each kind; within a kind one of each passage before a second of any."""
    by_kind: dict[str, list[tuple[int, Candidate]]] = defaultdict(list)
    before: Counter[tuple[str, int]] = Counter()
    for candidate in made:
        place = candidate.kind, candidate.passage.id
        by_kind[candidate.kind].append((before[place], candidate))
        before[place] += 1
    ranked = [
        [candidate for _, candidate in sorted(found, key=lambda each: each[0])] for found in by_kind.values()
    ]
    return [candidate for each in zip_longest(*ranked) for candidate in each if candidate]
