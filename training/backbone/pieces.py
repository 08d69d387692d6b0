"""Which pieces of the vocabulary Chinese text uses."""

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from retrieval.evaluation.squad import read_squad

PROMPTS = {"query": "query: ", "document": "passage: "}
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_NOT_SQUAD = "chronoqa_retrieval_train.json"
_NEWS, _LAWS, _LAW_CHARACTERS = 20_000, 300, 20_000
_BATCH = 2_000

_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_USUAL = re.compile(
    r"[▁\u2010-\u2027\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fffA-Za-z0-9!-~·°℃%‰×÷±²³μ€£¥№〇々\uff00-\uffef]+"
)
_NUMBER = re.compile(r"▁?\d{1,4}")
_PUNCTUATION = re.compile(r"[，。：；、？！“”‘’《》（）()\[\]【】,.;:?!\"'…—]")
_FRACTION = re.compile(r"\d+\.\d+%?")
_SPACES = r"[\s\u200b-\u200f\u2028-\u202f\ufeff]+"


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """A unigram tokenizer whose first four pieces are `SPECIAL`; text is read in NFKC."""
    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(_SPACES), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def texts(data: Path) -> Iterator[str]:
    """Questions and passages, news, laws: about 22 million characters."""
    for file in sorted(set((data / "qa").glob("*.json")) - {data / "qa" / _NOT_SQUAD}):
        for context in read_squad(file):
            yield context.text
            yield from (question.text for question in context.questions)
    shuffle = random.Random(0)
    for name, count, longest in (("news_crud_2023", _NEWS, None), ("laws", _LAWS, _LAW_CHARACTERS)):
        with lzma.open(data / "text" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            drawn = list(lines)
        shuffle.shuffle(drawn)
        yield from (json.loads(line)["text"][:longest] for line in drawn[:count])


def count_pieces(tokenizer: Tokenizer, read: Iterable[str]) -> Counter[int]:
    """How often each piece occurs in texts."""
    counts: Counter[int] = Counter()
    batch: list[str] = []
    for text in read:
        batch.append(text)
        if len(batch) == _BATCH:
            _count(tokenizer, batch, counts)
            batch.clear()
    _count(tokenizer, batch, counts)
    return counts


def _count(tokenizer: Tokenizer, batch: Sequence[str], counts: Counter[int]) -> None:
    for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
        counts.update(encoding.ids)


def kept_pieces(tokenizer: Tokenizer, pieces: Sequence[str], counts: Counter[int]) -> list[int]:
    """Numbers of the pieces to keep, ascending; those of the prompts always are.

    Args:
        tokenizer: The one that knows all pieces.
        pieces: All of them.
        counts: How often each occurs.
    """
    always = set(range(len(SPECIAL)))
    for prompt in PROMPTS.values():
        always.update(tokenizer.encode(prompt, add_special_tokens=False).ids)
    return [
        number
        for number, piece in enumerate(pieces)
        if number in always or (_is_used(piece, counts[number]) and not _mixes(piece))
    ]


def _is_used(piece: str, count: int) -> bool:
    """Every ideograph; what else has ideographs if seen 3 times; figures twice; others 12 or 100 times."""
    short = len(piece.strip("▁")) <= 1
    if _IDEOGRAPH.search(piece):
        return short or count >= 3
    if _USUAL.fullmatch(piece):
        return short or count >= 12 or (count >= 2 and _NUMBER.fullmatch(piece) is not None)
    return count >= 100


def _mixes(piece: str) -> bool:
    """Whether punctuation stands with something else in it: an answer's bounds should be those of pieces."""
    bare = piece.strip("▁")
    return len(bare) > 1 and bool(_PUNCTUATION.search(bare)) and not _FRACTION.fullmatch(bare)
