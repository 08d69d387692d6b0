from pathlib import Path

import pytest

from retrieval.errors import PassageIndexError
from retrieval.search.milvus.address import Address


def test_a_file_is_found_from_the_folder_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    address = Address.of("milvus:./index.db")
    assert address.file == tmp_path / "index.db"
    assert address.uri == address.shown == str(tmp_path / "index.db")


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("http://localhost:19530", "http://localhost:19530"),
        ("https://root:geheim@milvus.example:19530/mine", "https://milvus.example:19530/mine"),
        ("https://geheim@milvus.example", "https://milvus.example"),
        ("http://milvus.example:19530/?token=geheim", "http://milvus.example:19530"),
    ],
)
def test_the_address_of_a_server_is_shown_without_what_opens_it(uri: str, shown: str) -> None:
    address = Address.of(f"milvus:{uri}")
    assert address.file is None
    assert (address.uri, address.shown) == (uri, shown)
    assert "geheim" not in repr(address)


@pytest.mark.parametrize(
    "setting",
    ["", "milvus", "milvus:", "milvus:geheim", "geheim.db", "milvus:ftp://geheim", "milvus:http://:geheim@/"],
)
def test_anything_else_is_refused_without_being_repeated(setting: str) -> None:
    with pytest.raises(PassageIndexError, match=r"milvus:\./index\.db") as caught:
        Address.of(setting)
    assert "geheim" not in str(caught.value)
    assert caught.value.phrase
