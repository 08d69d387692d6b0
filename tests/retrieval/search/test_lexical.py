"""The lexical index finds, forgets, keeps and weighs."""

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.documents import Passage
from retrieval.errors import StoreError
from retrieval.search.filters import Filter
from retrieval.search.lexical import Coverage, LexicalIndex, files, ranking, segments, selection
from retrieval.search.lexical import index as lexical_index

TEXTS = [
    ("青石桥修缮完工", "横跨柳河的青石桥昨日恢复通行，修缮历时十一个月，共更换桥面石板640块。"),
    ("图书馆延长开放", "市图书馆自下月起每晚开放至22时，周末增设三间自习室。"),
    ("苹果丰收", "坡头乡今年种植苹果两万亩，预计产量达3.6万吨，果农林巧云说价格比去年高。"),
    ("地铁五号线试运行", "地铁5号线全长31.8公里，设车站24座，首班车早上六点发车。"),
    ("青石镇举办庙会", "青石镇庙会吸引游客八万人次，舞龙队沿河巡游。"),
    ("医院启用新楼", "第二人民医院新门诊楼启用，设床位500张，配有MRI设备两台。"),
    ("柳河水位上涨", "受连日降雨影响，柳河水位超过警戒线0.4米，沿岸居民已转移。"),
    ("", "周明远任市交通局局长。"),
]
PASSAGES = [Passage(text, title, id=10 * number) for number, (title, text) in enumerate(TEXTS, 1)]
QUERIES = ["青石桥更换了多少块石板？", "苹果的产量", "柳河", "5号线有几座车站", "河", "MRI", "无关的外星语词"]


def made_of(passages: Sequence[Passage]) -> LexicalIndex:
    index = LexicalIndex()
    index.add(passages)
    return index


def found(index: LexicalIndex, query: str, limit: int = 20) -> list[int]:
    return [number for number, _ in index.search(query, limit)]


def subjects(index: LexicalIndex, query: str, passages: Sequence[Passage]) -> list[float]:
    return [held.subject for held in index.coverage(query, passages)]


@pytest.fixture
def index() -> LexicalIndex:
    return made_of(PASSAGES)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("青石桥更换了多少块石板？", 10),
        ("图书馆几点关门", 20),
        ("苹果产量是多少", 30),
        ("地铁5号线有多少座车站", 40),
        ("庙会来了多少游客", 50),
        ("医院有几台mri设备", 60),
        ("柳河的水位超过警戒线多少", 70),
        ("交通局局长是谁", 80),
    ],
)
def test_finds_the_passage_that_a_question_is_about(index: LexicalIndex, query: str, best: int) -> None:
    assert found(index, query)[0] == best


@pytest.mark.parametrize(
    ("written", "folded"), [("圖書館開放到幾點", "图书馆开放到几点"), ("ＭＲＩ設備５００張", "MRI设备500张")]
)
def test_script_width_and_case_do_not_matter(index: LexicalIndex, written: str, folded: str) -> None:
    assert index.search(written, 5) == index.search(folded, 5)
    assert index.search(written, 5)


def test_finds_traditional_text_by_a_simplified_question() -> None:
    index = made_of([Passage("臺灣鐵路於1887年開始興建。", id=1), *PASSAGES])
    assert found(index, "台湾铁路什么时候开始兴建")[0] == 1


def test_the_title_counts(index: LexicalIndex) -> None:
    assert found(index, "完工")[0] == 10


def test_scores_fall_and_the_limit_holds(index: LexicalIndex) -> None:
    results = index.search("青石桥修缮与柳河水位", 3)
    assert len(results) == 3
    scores = [score for _, score in results]
    assert scores == sorted(scores, reverse=True)
    assert found(index, "青石桥修缮与柳河水位", 0) == []


@pytest.mark.parametrize("query", ["", "  \n", "？！……", "zyxw", "🀄"])
def test_a_query_that_shares_nothing_finds_nothing(index: LexicalIndex, query: str) -> None:
    assert index.search(query, 5) == []


def test_an_empty_index_finds_nothing() -> None:
    index = LexicalIndex()
    assert index.search("柳河", 5) == []
    assert len(index) == 0
    index.add([])
    index.remove([1])
    assert index.ids.tolist() == []


def test_passages_without_any_term_are_kept_and_never_found() -> None:
    index = made_of([Passage("——", id=1), *PASSAGES])
    assert 1 in index.ids
    assert 1 not in found(index, "柳河——")


def test_searches_among_passages_of_some_ids_only(index: LexicalIndex) -> None:
    within = Filter(ids=np.array([20, 70, 999]))
    assert sorted(number for number, _ in index.search("柳河的青石桥，图书馆", 5, within)) == [20, 70]
    assert index.search("柳河", 5, Filter(ids=np.empty(0, np.int64))) == []


@pytest.mark.parametrize(
    ("since", "until", "ids"),
    [
        (None, None, [1, 2, 3]),
        (date(2020, 1, 1), None, [2, 3]),
        (None, date(2020, 1, 1), [1, 2]),
        (date(2020, 1, 1), date(2021, 12, 31), [2]),
        (date(2023, 1, 1), None, []),
    ],
)
def test_searches_among_passages_of_some_days_only(
    since: date | None, until: date | None, ids: list[int]
) -> None:
    index = made_of(
        [
            Passage("柳河水位上涨", id=1, published=date(1969, 7, 20)),
            Passage("柳河水位上涨", id=2, published=date(2020, 1, 1)),
            Passage("柳河水位上涨", id=3, published=date(2022, 5, 6)),
        ]
    )
    index.add([Passage("柳河水位上涨", id=4)])
    dated = [number for number, _ in index.search("柳河", 9, Filter(since=since, until=until))]
    assert dated == (ids if since or until else [*ids, 4])


def test_what_other_collections_hold_does_not_count() -> None:
    index = LexicalIndex()
    index.add(PASSAGES[:4], 1)
    index.add(PASSAGES[4:], 2)
    index.add([Passage("柳河水位", id=99), *PASSAGES[:1]], 3)
    for number, held in ((1, PASSAGES[:4]), (2, PASSAGES[4:])):
        alone, within = made_of(held), Filter(frozenset({number}))
        for query in QUERIES:
            assert index.search(query, 9, within) == alone.search(query, 9)
            assert index.coverage(query, PASSAGES, within) == alone.coverage(query, PASSAGES)
    assert index.search("柳河", 9, Filter(frozenset())) == []
    assert index.search("柳河", 9, Filter(frozenset({7}))) == []


def test_passages_are_removed_from_the_collections_that_are_named() -> None:
    index = LexicalIndex()
    index.add(PASSAGES, 1)
    index.add([Passage("柳河水位", id=99)], 2)
    index.remove([99, 70], [1])
    assert found(index, "柳河")[0] == 99
    assert 70 not in index.ids


def test_files_of_other_collections_are_not_opened(tmp_path: Path) -> None:
    index = LexicalIndex()
    for number, passage in enumerate(PASSAGES, 1):
        index.add([passage], number)
    index.save(tmp_path)
    opened = LexicalIndex.load(tmp_path)
    for file in tmp_path.glob("*.segment"):
        file.write_bytes(b"damaged")
    assert len(opened) == len(PASSAGES)
    assert opened.search("柳河", 5, Filter(frozenset({9}))) == []
    assert not opened.damage
    assert opened.search("柳河", 5, Filter(frozenset({7}))) == []
    assert opened.damage
    assert len(opened) == len(PASSAGES) - 1


def test_the_revision_of_the_store_is_kept(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path, 17)
    assert LexicalIndex.load(tmp_path).revision == 17
    index.save(tmp_path)
    assert LexicalIndex.load(tmp_path).revision is None


def test_passages_of_a_damaged_file_can_be_added_again(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path, 17)
    next(tmp_path.glob("*.segment")).write_bytes(b"damaged")
    opened = LexicalIndex.load(tmp_path)
    assert opened.search("柳河", 5) == []
    assert (opened.revision, len(opened)) == (None, 0)
    opened.add(PASSAGES)
    assert opened.search("柳河", 5) == made_of(PASSAGES).search("柳河", 5)


def test_removed_passages_are_not_found_and_others_are(index: LexicalIndex) -> None:
    index.remove({10, 12345})
    assert 10 not in found(index, "青石桥")
    assert sorted(index.ids.tolist()) == [20, 30, 40, 50, 60, 70, 80]
    assert len(index) == 7


def test_a_passage_already_held_is_not_counted_twice(index: LexicalIndex) -> None:
    index.add([PASSAGES[0], PASSAGES[0]])
    assert len(index) == len(PASSAGES)
    assert index.search("青石桥", 5) == made_of(PASSAGES).search("青石桥", 5)


def test_equal_scores_are_ordered_by_id() -> None:
    copies = [Passage("柳河水位上涨", id=number) for number in (7, 3, 300, 5)]
    assert found(made_of(copies), "柳河") == [3, 5, 7, 300]
    assert found(made_of(copies), "柳河", 2) == [3, 5]


PIECES = st.lists(
    st.sampled_from(["柳河", "青石桥", "水位", "修缮", "苹果", "的", "，", "5号", "abc"]), max_size=12
)
CHANGES = st.lists(
    st.tuples(st.booleans(), st.lists(st.integers(1, 30), max_size=12)), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(PIECES, min_size=30, max_size=30), changes=CHANGES, query=PIECES)
def test_any_changes_leave_what_an_index_made_at_once_would_be(
    texts: list[list[str]], changes: list[tuple[bool, list[int]]], query: list[str]
) -> None:
    passages = {number: Passage("".join(text), id=number) for number, text in enumerate(texts, 1)}
    index, held = LexicalIndex(), set[int]()
    for adding, numbers in changes:
        if adding:
            index.add([passages[number] for number in numbers])
            held |= set(numbers)
        else:
            index.remove(numbers)
            held -= set(numbers)
    fresh = made_of([passages[number] for number in sorted(held)])
    asked = "".join(query)
    assert set(index.ids.tolist()) == held
    assert index.search(asked, 50) == fresh.search(asked, 50)
    assert index.coverage(asked, list(passages.values())) == fresh.coverage(asked, list(passages.values()))


def test_full_segments_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "CAPACITY", 4)
    index = LexicalIndex()
    for passage in PASSAGES:
        index.add([passage])
    fresh = made_of(PASSAGES)
    assert [index.search(query, 5) for query in QUERIES] == [fresh.search(query, 5) for query in QUERIES]


NOTICES = [
    Passage(
        f"{place}水文站第{number}号通知：{number * 7 % 50}日{'水位' if number % 3 else '流量'}正常。",
        id=number,
    )
    for number in range(400)
    for place in [("柳河", "青石镇", "坡头乡", "东湖", "望江")[number % 5]]
]


@pytest.mark.parametrize("size", [0, 100])
def test_terms_that_are_only_looked_up_count_as_those_that_are_read(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    index = made_of(NOTICES)
    queries = ["柳河的水位", "第77号通知", "东湖水文站49日的流量是多少", "青石镇通知", *QUERIES]
    read = [index.search(query, 20) for query in queries]
    monkeypatch.setattr(ranking, "SCANNED", size)
    monkeypatch.setattr(ranking, "LEADING", 100)
    monkeypatch.setattr(selection, "_MANY", size)
    for results, expected in zip([index.search(query, 20) for query in queries], read, strict=True):
        assert [id_ for id_, _ in results] == [id_ for id_, _ in expected]
        assert [score for _, score in results] == pytest.approx([score for _, score in expected])


def test_few_passages_are_ranked_as_among_all() -> None:
    index = made_of(NOTICES)
    some = np.arange(0, 400, 9)
    among = [pair for pair in index.search("东湖水文站的流量", 400) if pair[0] % 9 == 0]
    alone = index.search("东湖水文站的流量", 400, Filter(ids=some))
    assert [id_ for id_, _ in alone] == [id_ for id_, _ in among]


def test_large_parts_are_written_at_once_and_survive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical_index, "_LARGE", 100)
    index = LexicalIndex(tmp_path / "lexical")
    index.add(NOTICES[: len(NOTICES) // 2])
    index.remove([3])
    index.add(NOTICES[len(NOTICES) // 2 :])
    (file,) = (tmp_path / "lexical").iterdir()
    assert file.suffix == ".segment"
    index.remove([0, 5])
    index.save(tmp_path / "lexical")
    fresh = made_of([notice for notice in NOTICES if notice.id not in {0, 3, 5}])
    opened = LexicalIndex.load(tmp_path / "lexical")
    assert opened.search("柳河水位", 50) == index.search("柳河水位", 50) == fresh.search("柳河水位", 50)


def test_keeps_everything_in_its_folder(index: LexicalIndex, tmp_path: Path) -> None:
    index.remove([30])
    index.save(tmp_path / "home" / "lexical")
    opened = LexicalIndex.load(tmp_path / "home" / "lexical")
    assert sorted(opened.ids.tolist()) == sorted(index.ids.tolist())
    assert [opened.search(query, 9) for query in QUERIES] == [index.search(query, 9) for query in QUERIES]


def test_an_opened_index_goes_on(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    opened = LexicalIndex.load(tmp_path)
    opened.remove([10, 20])
    opened.add([PASSAGES[0], Passage("柳河大桥动工。", id=99)])
    opened.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    fresh = made_of([PASSAGES[0], *PASSAGES[2:], Passage("柳河大桥动工。", id=99)])
    assert [again.search(query, 9) for query in QUERIES] == [fresh.search(query, 9) for query in QUERIES]


def test_saving_leaves_no_files_of_no_use(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    before = {file.name for file in tmp_path.iterdir()}
    index.save(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == before
    index.remove(index.ids)
    index.save(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]
    assert len(LexicalIndex.load(tmp_path)) == 0


def test_what_a_killed_process_left_is_cleaned_away(index: LexicalIndex, tmp_path: Path) -> None:
    for name in ("0123.segment", "0123.segment.tmp", "manifest.json.tmp"):
        (tmp_path / name).write_bytes(b"half of it")
    index.save(tmp_path)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".json", ".segment"]
    assert sorted(LexicalIndex.load(tmp_path).ids.tolist()) == sorted(index.ids.tolist())


def test_an_index_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build it"):
        LexicalIndex.load(tmp_path / "nothing")


def test_a_lost_segment_is_told(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    next(tmp_path.glob("*.segment")).unlink()
    with pytest.raises(StoreError, match="build it"):
        LexicalIndex.load(tmp_path)


def test_an_index_of_another_version_is_told(
    index: LexicalIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "VERSION", 0)
    index.save(tmp_path)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="version 0"):
        LexicalIndex.load(tmp_path)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_never_opened(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("index")
    index = made_of(PASSAGES)
    index.save(folder)
    file = data.draw(st.sampled_from(sorted(folder.iterdir())))
    content = bytearray(file.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        place = data.draw(
            st.one_of(st.integers(0, min(100, len(content) - 1)), st.integers(0, len(content) - 1))
        )
        content[place] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    try:
        opened = LexicalIndex.load(folder)
    except StoreError:
        return
    results = [opened.search(query, 9) for query in QUERIES]
    assert opened.damage or results == [index.search(query, 9) for query in QUERIES]


def test_a_folder_that_cannot_be_written_is_told(index: LexicalIndex, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        index.save(tmp_path / "file")


def test_searches_go_on_while_passages_come_and_go() -> None:
    index, problems, done = made_of(PASSAGES), list[str](), threading.Event()

    def ask() -> None:
        while not done.is_set():
            results = found(index, "青石桥更换了多少块石板？", 3)
            if results[0] != 10:
                problems.append(f"10 is not first in {results}")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(1000, 1600, 20):
        others = [Passage(f"第{number}号通知：水位正常。", id=number) for number in range(start, start + 20)]
        index.add(others)
        index.remove([passage.id for passage in others[::2]])
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(index) == len(PASSAGES) + 300


def test_coverage_is_high_where_the_words_stand_and_low_elsewhere(index: LexicalIndex) -> None:
    shares = subjects(index, "青石桥更换了多少块石板？", PASSAGES)
    assert shares[0] == max(shares)
    assert shares[0] > 0.6
    assert all(share < 0.5 for share in shares[1:])
    assert all(-1e-9 <= share <= 1 + 1e-9 for share in shares)


def test_coverage_of_words_that_no_passage_holds_is_low(index: LexicalIndex) -> None:
    assert max(subjects(index, "量子计算机的比特数是多少", PASSAGES)) < 0.2
    known, unknown = (subjects(index, asked, PASSAGES)[6] for asked in ("柳河水位", "柳河火山"))
    assert known == pytest.approx(1)
    assert unknown < 0.5


def test_question_words_do_not_count_in_coverage(index: LexicalIndex) -> None:
    asked = [
        subjects(index, f"柳河水位{ending}", PASSAGES[6:7])[0] for ending in ("", "？", "是多少", "呢？")
    ]
    assert asked[:2] == pytest.approx([1, 1])
    assert min(asked) > 0.7


def test_numbers_are_covered_as_a_whole() -> None:
    passage = Passage("2015年车站24座", id=1)
    index = made_of([passage])
    assert subjects(index, "2015", [passage]) == pytest.approx([1])
    assert subjects(index, "5", [passage]) == [0.0]


def test_coverage_of_nothing(index: LexicalIndex) -> None:
    assert index.coverage("谁？", PASSAGES[:2]) == [Coverage(subject=0.0)] * 2
    assert index.coverage("", PASSAGES[:1]) == [Coverage(subject=0.0, missing=(), asked=1.0)]
    assert index.coverage("柳河", []) == []
    assert subjects(LexicalIndex(), "柳河水位", [Passage("柳河水位")]) == pytest.approx([1])


def test_the_title_is_covered_too(index: LexicalIndex) -> None:
    bare = Passage(PASSAGES[0].text)
    with_title, without = subjects(index, "修缮完工", [PASSAGES[0], bare])
    assert with_title == pytest.approx(1)
    assert without < 0.99


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("武汉市的主任是谁？", ("武汉市",)),
        ("長沙高新區主任是谁？", ()),
        ("合肥高新区主任是谁？", ("合肥",)),
        ("长沙和武汉谁先？", ("武汉",)),
        ("2015年武汉的主任是谁？", ("2015年", "武汉")),
        ("５年来有几位主任？", ()),
        ("主任是谁？", ()),
        ("主任春节放几天假", ("春节",)),
        ("國慶節主任休息幾天", ("国庆",)),
    ],
)
def test_names_and_numbers_are_held_or_not(question: str, missing: tuple[str, ...]) -> None:
    passages = [Passage("长沙高新区5年来只有一位主任。"), Passage("5年来只有一位主任。", "长沙高新区")]
    assert [held.missing for held in LexicalIndex().coverage(question, passages)] == [missing, missing]


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("基金的规模是多少？", 1.0),
        ("基金總規模多少？", 1.0),
        ("基金的规格是什么？", 0.5),
        ("基金的经理是谁？", 0.0),
        ("请问是谁？", 1.0),
    ],
)
def test_what_is_asked_for_is_held_or_not(question: str, share: float) -> None:
    passages = [Passage("总规模10亿元。"), Passage("共10亿元。", "基金的规模")]
    assert [held.asked for held in LexicalIndex().coverage(question, passages)] == [share, share]


RULES = [
    "第5号决定：关闭西门。",
    "第506号决定：关闭东门。",
    "满1年不满10年的，休5天。",
    "满十年不满二十年的，休10天。",
    "二〇二一年接待游客一万二千人次。",
    "2019年接待游客两千一百人次。",
    "税率为百分之五。",
    "税率为15％。",
    "QX-600净水机每分钟出水2升。",
    "QX-600 Pro净水机每分钟出水3升。",
    "客服热线：400-820-6688。",
    "传真：400-820-6699。",
]
RULED = [Passage(text, id=number) for number, text in enumerate(RULES)]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("第五号决定", 0),
        ("第506号", 1),
        ("第五百零六号決定", 1),
        ("满10年休几天", 3),
        ("滿一年休幾天", 2),
        ("2021年接待多少人次", 4),
        ("哪年接待了1.2万人次", 4),
        ("哪年接待了１２，０００人次", 4),
        ("2100人次", 5),
        ("税率5%", 6),
        ("税率百分之十五", 7),
        ("QX-600出水多少", 8),
        ("qx600出水多少", 8),
        ("ＱＸ－６００ Pro出水多少", 9),
        ("QX600Pro出水多少", 9),
        ("4008206688是谁的", 10),
        ("400-820-6699", 11),
        ("6699", 11),
    ],
)
def test_numbers_and_models_are_found_exactly(query: str, best: int) -> None:
    assert found(made_of(RULED), query)[0] == best


@pytest.mark.parametrize(
    ("question", "holders"),
    [
        ("第五号决定说什么", [0]),
        ("满10年休几天", [2, 3]),
        ("二零二一年如何", [4]),
        ("12000人次是哪年", [4]),
        ("两千一百人次", [5]),
        ("税率是5%吗", [6]),
        ("税率是15%吗", [7]),
        ("QX-600怎么样", [8, 9]),
        ("QX600怎么样", [8, 9]),
        ("QX-600 Pro怎么样", [9]),
        ("400-820-6688是谁的", [10]),
        ("4008206688是谁的", [10]),
        ("分机6699", [11]),
        ("QX-60怎么样", []),
        ("820-66通吗", []),
        ("休5个月", []),
    ],
)
def test_a_number_is_held_as_a_whole_by_its_value_and_unit(question: str, holders: list[int]) -> None:
    held = LexicalIndex().coverage(question, RULED)
    assert [number for number, coverage in enumerate(held) if not coverage.missing] == holders


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("7月11号开会吗", "7月11日开会。"),
        ("12点关门吗", "十二时关门。"),
        ("满10年吗", "入职10周年。"),
        ("有3个人吗", "有三名。"),
        ("2021-07-01施行吗", "二〇二一年七月一日施行。"),
        ("哪两家公司", "甲公司和乙公司。"),
        ("一年有几次", "每年两次。"),
        ("千万不要怎样", "不要怎样。"),
        ("怎么连wifi", "连接Wi-Fi：长按模式键。"),
        ("E-mail是什么", "email：a@b.cn"),
    ],
)
def test_a_number_or_latin_word_may_be_written_in_many_ways(question: str, text: str) -> None:
    (held,) = LexicalIndex().coverage(question, [Passage(text)])
    assert held.missing == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9999), st.integers(2, 9999))
def test_a_number_holds_itself_alone(one: int, other: int) -> None:
    (held,) = LexicalIndex().coverage(f"第{one}号", [Passage(f"第{other}号")])
    assert (held.missing == ()) == (one == other)


SCHOOL = [
    Passage(text, id=number)
    for number, text in enumerate(
        [
            "云河小学校长为陆文清。",
            "住宿费凭发票报销。",
            "婚假十三天，丧假三天。",
            "停车场每小时五元。",
            "入园须带户口簿。",
        ]
    )
]


@pytest.mark.parametrize(
    ("question", "word", "meant"),
    [
        ("云河小学的校张是谁", "校长", "云河小学的校长是谁"),
        ("雲河小學的校張是誰", "校长", "雲河小學的校长是誰"),
        ("怎么报消住宿费", "报销", "怎么报销住宿费"),
        ("婚价几天", "婚假", "婚假几天"),
        ("停车厂多少钱", "停车场", "停车场多少钱"),
        ("户口薄要带吗", "户口簿", "户口簿要带吗"),
    ],
)
def test_a_typing_error_is_seen(question: str, word: str, meant: str) -> None:
    assert made_of(SCHOOL).alternatives(question) == [(word, meant)]


@pytest.mark.parametrize(
    "question", ["云河小学的校长是谁", "校章是谁的", "张伟是谁", "李长几岁", "校医姓什么", "", "？", "abc", "一" * 1000]
)
def test_where_nothing_else_is_meant_there_is_no_alternative(question: str) -> None:
    passages = [*SCHOOL, Passage("校章由办公室保管。章伟任组长。校医生病了。", id=99)]
    assert made_of(passages).alternatives(question) == []


def test_what_others_hold_is_no_alternative() -> None:
    index = made_of(SCHOOL)
    assert index.alternatives("校张是谁", Filter(ids=np.array([0])))
    assert index.alternatives("校张是谁", Filter(ids=np.array([1, 2]))) == []
    index.remove([0])
    assert index.alternatives("校张是谁") == []
