"""Signatures are kept: they must mean the same for ever."""

import pytest

from retrieval.storage.copies.signatures import bands
from tests.retrieval.storage.copies.texts import FUND, REPRINT, RULES


def test_near_copies_have_a_band_in_common_and_others_have_none() -> None:
    assert set(bands(FUND)) & set(bands(REPRINT))
    assert not set(bands(FUND)) & set(bands(RULES))


def test_script_width_and_punctuation_do_not_count() -> None:
    traditional = FUND.replace("设", "設").replace("万", "萬").replace("48", "４８").replace("，", " , ")
    assert bands(traditional) == bands(FUND)


def test_bands_never_come_out_otherwise() -> None:
    """Where this fails, what homes have kept is void: a migration has to empty it and compare all anew."""
    assert bands(FUND)[:2] == (-4384595909052666062, -1387804127184463599)
    assert all(-(1 << 63) <= band < 1 << 63 for band in bands(FUND))


def test_a_short_article_has_one_of_all_it_says() -> None:
    title, text = "档案室守则 · 附则", "本守则自发布之日起施行。"
    assert bands(text, title) == bands("本守則自發布之日起施行", "档案室守则附则") == (4313638477445902213,)
    assert not {*bands(text, title)} & {*bands(text, "值班守则 · 附则"), *bands(f"{text}旧守则废止。", title)}


@pytest.mark.parametrize("text", ["", "本办法自发布之日起施行。", "，" * 500])
def test_what_says_little_has_none(text: str) -> None:
    assert bands(text) == ()
    assert bands("", "附则") == ()


def test_a_long_text_is_signed_in_blocks() -> None:
    long = "".join(f"第{number}位读者借走了{number * 7}本书。" for number in range(3000))
    assert len(set(bands(long))) == 8
    assert len(set(bands(long)) & set(bands(f"转载：{long}"))) > 3
