import json
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from bot.storage.reply_codec import pack, unpack
from retrieval.documents import Answer, DocumentName, Passage, Reply
from tests.bot.storage.samples import COST, FERRY, answer

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
NUMBERS = st.integers(0, 2**62)
PASSAGES = st.builds(
    Passage,
    text=TEXT,
    title=TEXT,
    source=TEXT,
    path=TEXT,
    collection=TEXT,
    paragraph=NUMBERS,
    offset=NUMBERS,
    page=st.none() | NUMBERS,
    published=st.none() | st.dates(),
    id=NUMBERS,
)
SHARED = st.sampled_from([FERRY, Passage("桥🌉\0\u2028\n\"'\\", published=date(1, 1, 1))]) | PASSAGES
ANSWERS = st.builds(
    Answer,
    text=TEXT,
    confidence=st.floats(0, 1),
    passage=SHARED,
    start=NUMBERS,
    end=NUMBERS,
    also=st.lists(SHARED, max_size=3).map(tuple),
    spans=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3).map(tuple),
    band=st.sampled_from(["sure", "unsure", "none"]),
)
REPLIES = st.builds(
    Reply,
    within=st.lists(st.builds(DocumentName, id=NUMBERS, title=TEXT, source=TEXT), max_size=3).map(tuple),
    question=TEXT,
    answer=st.none() | ANSWERS,
    answers=st.lists(ANSWERS, max_size=4).map(tuple),
    took_ms=st.floats(0, allow_nan=False),
    understood=TEXT,
)


@given(REPLIES)
@example(COST)
@example(Reply("", None))
@example(Reply("没有候选", answer("1987年", FERRY)))
@example(Reply("半个\ud83d", None))
def test_a_reply_comes_back_equal(reply: Reply) -> None:
    assert unpack(pack(reply)) == reply


def test_a_reply_that_was_kept_before_there_were_bands_and_lists_can_be_read() -> None:
    kept = json.loads(pack(COST))
    for packed in (kept["answer"], *kept["answers"]):
        del packed["spans"], packed["band"]
    assert unpack(json.dumps(kept).encode()) == COST


def test_a_reply_that_was_kept_before_it_knew_the_question_in_full_can_be_read() -> None:
    kept = json.loads(pack(COST))
    del kept["understood"]
    assert unpack(json.dumps(kept).encode()) == COST


def test_a_passage_is_kept_once() -> None:
    packed = pack(Reply("问", None, (answer("5月1日"), answer("三百二十万元"), answer("1987年", FERRY))))
    assert packed.decode().count("青石桥于5月1日") == 1
