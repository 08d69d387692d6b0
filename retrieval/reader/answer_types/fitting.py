"""From the spans that a reader proposes to those that can answer the question."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from retrieval.documents import RULED_OUT, Passage, Span
from retrieval.reader.answer_types.holders import asks_for_holder, in_one_clause, is_nobody, is_of_another
from retrieval.reader.answer_types.lists import asks_for_list, with_all_items
from retrieval.reader.answer_types.narrowing import narrowed
from retrieval.reader.answer_types.parts import is_of_a_part
from retrieval.reader.answer_types.quantities import is_of_another_kind
from retrieval.reader.answer_types.repair import repaired
from retrieval.reader.answer_types.rivals import Rivals
from retrieval.reader.answer_types.statements import (
    clause_asked_for,
    is_forbidden,
    is_question,
    is_signature,
)
from retrieval.reader.answer_types.tiers import in_tier, place_of_tier, with_all_tiers, with_alternative
from retrieval.reader.answer_types.totals import asks_what_is_not_stated
from retrieval.reader.answer_types.verdicts import asks_whether, deciding

_RIVAL: Final = 2.5
"""Log-odds that a span loses for each rival of what the question names, and as the figure of a part."""
_OTHER_KIND: Final = 5.0
"""Log-odds that a span loses where the question asks for a quantity of another kind, or for another day."""


def fitted(question: str, passage: Passage, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Mend spans, complete them, and rule out those that cannot be meant.

    Args:
        question: In either script.
        passage: What was read.
        spans: What the reader proposes in it.

    Returns:
        Best first, each place once. What stands beside something else than the question names is worth less,
        as is what tells no such quantity as it asks for; what cannot be the answer has the score `RULED_OUT`.
    """
    rivals, place = Rivals(question, passage), place_of_tier(question, passage)
    if asks_for_list(question):
        shaped = with_all_items(question, passage, spans)
    elif asks_whether(question):
        shaped = tuple(deciding(question, passage, span) for span in spans)
    elif asks_for_holder(question):
        shaped = tuple(in_one_clause(passage, span) for span in spans)
    else:
        shaped = tuple(spans)
    whole = (span if span.items else repaired(question, passage, span) for span in shaped)
    within = (in_tier(passage, place, span) for span in whole if span)
    exact = (span if span.items else narrowed(question, passage, span) for span in within)
    tiered = (with_alternative(question, passage, with_all_tiers(question, passage, span)) for span in exact)
    weighed = [_weighed(question, passage, span, rivals) for span in tiered]
    if clause := clause_asked_for(question, passage):
        weighed.append(clause)
    best: dict[tuple[tuple[int, int], ...], Span] = {}
    for span in sorted(weighed, key=lambda span: -span.score):
        best[span.pieces] = _together(best[span.pieces], span) if span.pieces in best else span
    return tuple(sorted(best.values(), key=lambda span: -span.score))


def _together(span: Span, other: Span) -> Span:
    """A span that two proposals became: of a list, whose items share the odds, the sum of these."""
    return replace(span, score=float(np.logaddexp(span.score, other.score))) if span.items else span


def _weighed(question: str, passage: Passage, span: Span, rivals: Rivals) -> Span:
    """A span, ruled out where it cannot be meant, less for each rival, of a part, and of another kind."""
    if (
        (asks_for_holder(question) and is_nobody(passage, span))
        or is_of_another(question, passage, span)
        or asks_what_is_not_stated(question, passage, span)
        or is_question(passage, span)
        or is_forbidden(question, passage, span)
    ):
        return replace(span, score=RULED_OUT)
    other_kind = not span.items and (
        is_of_another_kind(question, passage, span) or is_signature(question, passage, span)
    )
    beside = rivals.beside(span) + (not span.items and is_of_a_part(question, passage, span))
    return replace(span, score=span.score - _RIVAL * beside - _OTHER_KIND * other_kind)
