"""What stands beside a span instead of what the question names."""

from retrieval.reader.answer_types.rivals.rivals import Rivals

__all__ = ["Rivals"]
