"""A tokenizer that cuts text into words as jieba does, in the form that Hugging Face tokenizers read.

jieba takes the most probable path through its dictionary; a Unigram model with the same log
frequencies takes the same path. Script, width and case are folded by the tokenizer itself, so
traditional and simplified script give the same tokens, whoever loads it.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from retrieval.text import fold, words
from training.charsmap import charsmap

UNKNOWN = "[UNK]"
_PLANES_IN_USE = 0x40000
_SEEN = 3
_RUN_LENGTHS = (2, 3)
_RUNS = 1_000
_NOT_WRITING = Regex(r"[^\p{L}\p{N}]+")


def count_words(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each of jieba's words stands, folded; punctuation is left out."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(words(fold(text))))
    return Counter({word: count for word, count in counts.items() if word.isalnum()})


def dictionary() -> dict[str, int]:
    """jieba's words with their frequencies, folded; of words that become equal, the frequencies are added."""
    import jieba  # noqa: PLC0415

    frequencies: Counter[str] = Counter()
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, _ = line.split(" ")
            frequencies[fold(word)] += int(frequency)
    return dict(frequencies)


def vocabulary(counts: Mapping[str, int], size: int, wanted: Collection[str] = ()) -> dict[str, float]:
    """Choose what becomes a token, with the log probability of each.

    Single characters and the commonest pieces of foreign words and numbers are always kept, so that few
    texts hold anything unknown; then come the wanted words, and the commonest ones take the rest.

    Args:
        counts: How often each word stands in the texts to be trained on.
        size: Number of tokens, the unknown one included.
        wanted: Words to choose before others, where jieba's dictionary has them.

    Returns:
        Token to natural log probability, the most probable first.
    """
    pieces = _pieces(counts)
    frequencies = dictionary()
    total = sum(frequencies.values())
    scale = total / sum(counts.values())
    common = [word for word, _ in Counter(counts).most_common()]
    words = dict.fromkeys([*sorted(word for word in wanted if word in frequencies), *common])
    chosen = {
        word: frequencies.get(word) or counts[word] * scale
        for word in islice((word for word in words if word not in pieces), size - 1 - len(pieces))
    }
    for piece, count in pieces.items():
        chosen[piece] = frequencies.get(piece) or count * scale
    ranked = sorted(chosen.items(), key=lambda item: (-item[1], item[0]))
    return {token: math.log(max(frequency, 1) / total) for token, frequency in ranked}


def _pieces(counts: Mapping[str, int]) -> dict[str, int]:
    """Single characters, and short runs of letters or digits, with how often each stands in words."""
    characters: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    for word, count in counts.items():
        for character in word:
            characters[character] += count
        if word.isascii():
            for length in _RUN_LENGTHS:
                for start in range(len(word) - length + 1):
                    runs[word[start : start + length]] += count
    seen = {character: count for character, count in characters.items() if count >= _SEEN}
    return {**seen, **dict(runs.most_common(_RUNS))}


def build_tokenizer(scores: Mapping[str, float]) -> Tokenizer:
    """A Unigram tokenizer that folds text and drops what is neither letter nor number.

    Args:
        scores: Token to natural log probability, as `vocabulary` gives it.

    Returns:
        The tokenizer; id 0 is the unknown token.
    """
    floor = min(scores.values())
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, floor), *scores.items()], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(charsmap(foldings()))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(_NOT_WRITING, "removed")
    return tokenizer


def foldings() -> dict[str, str]:
    """Every character that `retrieval.text.fold` changes, with what it becomes."""
    characters = (chr(code) for code in range(1, _PLANES_IN_USE) if not 0xD800 <= code < 0xE000)
    return {character: folded for character in characters if (folded := fold(character)) != character}
