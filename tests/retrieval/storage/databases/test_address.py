import pytest

from retrieval.errors import StoreError
from retrieval.storage.databases import Address

URL = "postgresql://someone:geheim@db.example:5433/passages?password=auch"


def test_an_address_tells_no_secret() -> None:
    address = Address.of(URL)
    assert str(address) == "postgresql://db.example:5433/passages"
    assert address.password == "geheim"
    assert "geheim" not in repr(address)
    assert "auch" not in f"{address!r}{address}"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://u:p@h/d",
        "postgresql:///d?host=/run/postgresql",
    ],
)
def test_addresses_of_postgresql_are_taken(url: str) -> None:
    assert Address.of(url).url == url


@pytest.mark.parametrize(
    "url", ["mysql://u:p@h/d", "postgresql+asyncpg://h/d", "postgresql://h", "postgresql://h:x/d", "资料", ""]
)
def test_others_are_refused_in_words(url: str) -> None:
    with pytest.raises(StoreError, match="such as postgresql://user:password@host/database"):
        Address.of(url)
