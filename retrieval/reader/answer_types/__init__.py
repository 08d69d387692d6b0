"""Answers as people mean them: what kind of answer a question wants, and what of a passage can be one."""

from retrieval.reader.answer_types.fitting import fitted
from retrieval.reader.answer_types.statements import is_asked, without_question

__all__ = ["fitted", "is_asked", "without_question"]
