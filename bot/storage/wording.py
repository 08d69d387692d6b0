"""The wording of questions: which count as one."""

from retrieval.text import fold


def alike(question: str) -> str:
    """The same for questions that differ in script, width, case, spaces and punctuation only."""
    folded = fold(question)
    return "".join(filter(str.isalnum, folded)) or folded.strip()
