"""The FAQ: questions with the answers that owners gave in their own words."""

from retrieval.faq.entry import MOST_ANSWER, MOST_QUESTION, FaqEntry, id_of, is_faq, question_of
from retrieval.faq.faq import Faq
from retrieval.faq.whole import answers_to

__all__ = ["MOST_ANSWER", "MOST_QUESTION", "Faq", "FaqEntry", "answers_to", "id_of", "is_faq", "question_of"]
