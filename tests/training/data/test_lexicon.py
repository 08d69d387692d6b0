from training.data.lexicon import read_lexicon


def test_the_lexicon_holds_groups_of_distinct_expressions() -> None:
    groups = read_lexicon()

    assert len(groups) > 1_000
    assert len(set(groups)) == len(groups)
    assert all(len(group) > 1 and len(set(group)) == len(group) for group in groups)
    assert ("盘子", "规模") in {group[:2] for group in groups}
