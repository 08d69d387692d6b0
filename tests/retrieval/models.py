"""Small readers for tests: BERT and its kin with weights of our own, saved as transformers saves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
HIDDEN = 32


@dataclass(frozen=True, slots=True)
class Lesson:
    """A short article, a question that it answers, and the answer."""

    title: str
    text: str
    question: str
    answer: str


LESSONS = (
    Lesson(
        "青石桥",
        "青石桥去年冬天停工，今年五月一日重新开放，修缮共花费三百二十万元。",
        "青石桥修缮花费多少？",
        "三百二十万元",
    ),
    Lesson(
        "云溪基金",
        "云溪新区设立产业引导基金，总规模八亿元，首期出资三亿元，由云溪资本管理。",
        "云溪新区的基金总规模是多少？",
        "八亿元",
    ),
    Lesson(
        "望江生态园",
        "望江生态园占地两千四百亩，园里种了六万棵水杉，门票每人二十元。",
        "望江生态园占地多大？",
        "两千四百亩",
    ),
    Lesson(
        "北山小学",
        "北山小学新校舍九月启用，可容纳一千二百名学生，校长是陆文清。",
        "北山小学的校长是谁？",
        "陆文清",
    ),
    Lesson(
        "茶叶节",
        "第七届茶叶节在松岭镇举行，来自十四个县的茶农带来了春茶。",
        "第七届茶叶节在哪里举行？",
        "松岭镇",
    ),
    Lesson(
        "地铁四号线",
        "地铁四号线全长三十一公里，设车站二十二座，计划后年年底通车。",
        "地铁四号线设多少座车站？",
        "二十二座",
    ),
    Lesson(
        "古籍馆",
        "市图书馆的古籍馆收藏善本三千七百册，其中最早的刻于南宋。",
        "古籍馆最早的善本刻于什么时候？",
        "南宋",
    ),
    Lesson(
        "龙舟赛",
        "端午节的龙舟赛有四十支队伍参加，冠军是来自渔港村的白鹭队。",
        "龙舟赛的冠军是哪支队？",
        "白鹭队",
    ),
    Lesson(
        "风电场",
        "海丰风电场装了六十台风机，由东明能源投资建设，年发电五亿度。",
        "海丰风电场由谁投资建设？",
        "东明能源",
    ),
    Lesson(
        "长跑",
        "城南长跑活动定在十月十六日早上七点，从钟楼出发，终点是体育场。",
        "城南长跑从哪里出发？",
        "钟楼",
    ),
)


def write_trained(folder: Path) -> Path:
    """A BERT of two layers, over-fitted on `LESSONS`: it answers each from its own article alone.

    Takes about fifteen seconds on one core.
    """
    import torch  # noqa: PLC0415
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer  # noqa: PLC0415

    characters = {c for lesson in LESSONS for c in lesson.title + lesson.text + lesson.question}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        write_bert(
            folder, sorted(characters), hidden_size=64, num_hidden_layers=2, max_position_embeddings=130
        )
        tokenizer = AutoTokenizer.from_pretrained(folder)
        network = AutoModelForQuestionAnswering.from_pretrained(folder)
        pairs = [(asked, told) for asked in LESSONS for told in LESSONS]
        inputs = tokenizer(
            [asked.question for asked, _ in pairs],
            [f"{told.title}。{told.text}" for _, told in pairs],
            padding=True,
            return_tensors="pt",
        )
        marks = torch.tensor([_mark(inputs, row, *pair) for row, pair in enumerate(pairs)])
        _overfit(network, dict(inputs), marks, right=[n * len(LESSONS) + n for n in range(len(LESSONS))])
    network.save_pretrained(folder)
    return folder


def _overfit(network: Any, inputs: Mapping[str, Any], marks: Any, right: Sequence[int]) -> None:
    """Train until every start and end of all rows is taken for sure, with the right ones in every batch."""
    import torch  # noqa: PLC0415

    starts, ends = marks.T
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.05, total_iters=30)
    for step in range(1, 601):
        rows = torch.cat([torch.tensor(right), torch.randperm(len(marks))[:30]])
        batch = {name: tensor[rows] for name, tensor in inputs.items()}
        loss = network(**batch, start_positions=starts[rows], end_positions=ends[rows]).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            with torch.inference_mode():
                seen = network(**inputs)
            pairs = ((seen.start_logits, starts), (seen.end_logits, ends))
            if all(logits.softmax(1).gather(1, gold[:, None]).min() > 0.9 for logits, gold in pairs):
                return
    raise AssertionError("The small BERT did not learn its lessons.")


def _mark(inputs: Any, row: int, asked: Lesson, told: Lesson) -> tuple[int, int]:
    """The first and the last token of the answer; those of "no answer" in another lesson's article."""
    if asked is not told:
        return 0, 0
    start = len(told.title) + 1 + told.text.index(told.answer)
    first = inputs.char_to_token(row, start, 1)
    last = inputs.char_to_token(row, start + len(told.answer) - 1, 1)
    return first, last


def write_bert(folder: Path, characters: Sequence[str], **shape: int) -> Path:
    """A BERT for question answering with random weights over single characters."""
    from transformers import BertConfig, BertForQuestionAnswering, BertTokenizer  # noqa: PLC0415

    tokens = [*SPECIAL, *characters]
    config = BertConfig(vocab_size=len(tokens), **_shape(shape))
    BertTokenizer(vocab={token: number for number, token in enumerate(tokens)}).save_pretrained(folder)
    BertForQuestionAnswering(config).save_pretrained(folder)
    return folder


def write_marker(folder: Path, *, null: float = 1.0, **shape: int) -> Path:
    """A BERT without layers that marks what stands from 甲 to 乙, and "no answer" where neither stands.

    Args:
        folder: Where it goes.
        null: Start and end logit of "no answer"; 甲 and 乙 have about 4, all others about 0.
        shape: Of its BertConfig.
    """
    from transformers import BertForQuestionAnswering  # noqa: PLC0415

    write_bert(folder, "甲乙丙丁，。？问", num_hidden_layers=0, **shape)
    model = BertForQuestionAnswering.from_pretrained(folder)
    _set_marks(model, {"first": 5, "last": 6, "null": 2}, null)
    model.save_pretrained(folder)
    return folder


def write_sentencepiece_marker(folder: Path, *, null: float = 1.0) -> Path:
    """The same as an XLM-RoBERTa: pieces of several characters, no token types, positions from 2."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors  # noqa: PLC0415
    from transformers import (  # noqa: PLC0415
        PreTrainedTokenizerFast,
        XLMRobertaConfig,
        XLMRobertaForQuestionAnswering,
    )

    pieces = [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        "▁",
        "甲",
        "乙",
        "丙",
        "丁",
        "丙丁",
        "▁丙",
        "，",
        "。",
        "？",
        "问",
    ]
    scores = [(piece, -float(len(pieces) - len(piece))) for piece in pieces]
    tokenizer = Tokenizer(models.Unigram(scores, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    kind: Any = PreTrainedTokenizerFast
    kind(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        cls_token="<s>",
        sep_token="</s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(folder)
    config = XLMRobertaConfig(
        vocab_size=len(pieces),
        pad_token_id=1,
        max_position_embeddings=514,
        type_vocab_size=1,
        **_shape({"num_hidden_layers": 0}),
    )
    model = XLMRobertaForQuestionAnswering(config)
    _set_marks(model, {"first": 5, "last": 6, "null": 0}, null)
    model.save_pretrained(folder)
    return folder


def _set_marks(model: Any, tokens: Mapping[str, int], null: float) -> None:
    """Make the embedding of each token a direction of its own, and the head read these directions."""
    import torch  # noqa: PLC0415

    embeddings = model.base_model.embeddings
    peak = np.sqrt(HIDDEN - 1)  # what layer normalisation makes of the 1 in a vector of zeros
    with torch.no_grad():
        for table in embeddings.children():
            if isinstance(table, torch.nn.Embedding):
                table.weight.zero_()
        for direction, token in enumerate(tokens.values()):
            embeddings.word_embeddings.weight[token, direction] = 1
        model.qa_outputs.bias.zero_()
        weight = model.qa_outputs.weight.zero_()
        weight[0, 0] = weight[1, 1] = 4 / peak
        weight[:, 2] = null / peak


def _shape(given: Mapping[str, int]) -> dict[str, Any]:
    default = {"hidden_size": HIDDEN, "num_hidden_layers": 1, "num_attention_heads": 2}
    shape: dict[str, Any] = {**default, **given}
    still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    return {**shape, "intermediate_size": 2 * shape["hidden_size"], **still}
