import pytest

from retrieval.storage.databases.numbering import numbered


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT 1", "SELECT 1"),
        ("a = ? AND b IN (?,?)", "a = $1 AND b IN ($2,$3)"),
        ("a = ?2 OR b = ?1 OR c = ?2", "a = $2 OR b = $1 OR c = $2"),
        ("a = '为什么?' AND b LIKE '100%' AND c = ?", "a = '为什么?' AND b LIKE '100%' AND c = $1"),
        ("\"a?\" = 'it''s?' AND b = ?", "\"a?\" = 'it''s?' AND b = $1"),
    ],
)
def test_marks_are_numbered(query: str, expected: str) -> None:
    assert numbered(query) == expected
