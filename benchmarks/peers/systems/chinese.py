"""Chinese words, as the documentation of all these libraries advises: jieba's."""

import logging

import jieba

jieba.setLogLevel(logging.WARNING)


def words(text: str) -> list[str]:
    """The words of a text in lower case, punctuation and white space left out."""
    return [word for word in jieba.lcut(text.lower()) if any(character.isalnum() for character in word)]


def spaced(text: str) -> str:
    """These words with spaces between them, for libraries that take no tokenizer."""
    return " ".join(words(text))
