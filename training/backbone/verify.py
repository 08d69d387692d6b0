"""Whether the folder gives what the package's weights give."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from training.backbone.folder import named, read_weights, state_of
from training.backbone.pieces import PROMPTS, build_tokenizer
from training.backbone.unpack import Packed
from training.graph import Weights, encoder_graph

SAMPLES = (
    "员工每满一年享有五天带薪年假，当年未休完的可以顺延至次年三月底。",
    "甲方应在验收合格之日起30日内支付合同总价的95%，余款5%作为质保金。",
    "会议定于2024年6月18日（星期二）上午9:30在二楼第三会议室举行。",
    "产品保修期为自购买之日起12个月，人为损坏不在保修范围之内。",
    "本市户籍居民凭身份证原件到社区服务中心办理，五个工作日内办结。",
    "丢了门禁卡怎么补办，要交多少钱？",
    "WiFi密码是多少",
)
"""Sentences as people write them in offices, and questions as they ask them."""

_CLOSE = 0.99


@dataclass(frozen=True, slots=True)
class Verdict:
    """How near the folder comes.

    Attributes:
        cosines: Of each sample's vector with that of all pieces.
        unknown: Pieces of the samples that the tokenizer does not know.
        faithful: Whether each sample's pieces, put together again, are the sample.
    """

    cosines: tuple[float, ...]
    unknown: int
    faithful: bool

    @property
    def good(self) -> bool:
        """Whether the folder can be used."""
        return min(self.cosines) >= _CLOSE and not self.unknown and self.faithful


def verify(folder: Path, packed: Packed) -> Verdict:
    """Encode the samples with the folder and with all of the package's weights."""
    pruned = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole = build_tokenizer(packed.pieces, packed.scores)
    ours = _vectors(read_weights(folder), pruned)
    theirs = _vectors(named(state_of(packed, list(range(len(packed.pieces))))), whole)
    encodings = [pruned.encode(text, add_special_tokens=False) for text in SAMPLES]
    normalizer = pruned.normalizer
    put_together = ["".join(encoding.tokens).replace("▁", " ").strip() for encoding in encodings]
    return Verdict(
        cosines=tuple(float(cosine) for cosine in (ours * theirs).sum(axis=1)),
        unknown=sum(encoding.ids.count(3) for encoding in encodings),
        faithful=put_together == [normalizer.normalize_str(text) for text in SAMPLES],
    )


def _vectors(weights: Weights, tokenizer: Tokenizer) -> np.ndarray:
    graph = encoder_graph(weights, quantise=False).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    ids = (tokenizer.encode(PROMPTS["document"] + text).ids for text in SAMPLES)
    return np.stack([session.run(["vectors"], {"ids": np.array([row], np.int64)})[0][0] for row in ids])
