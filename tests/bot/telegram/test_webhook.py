import socket

import pytest

from bot.errors import BotError
from bot.telegram.webhook import Webhook


def test_a_secret_is_made_up_where_none_is_given() -> None:
    first, second = (Webhook("https://example.com/hook").options() for _ in range(2))
    assert len(first["secret_token"]) >= 32
    assert first["secret_token"] != second["secret_token"]
    assert first["url_path"] == "hook"


def test_the_path_to_listen_on_may_be_another_than_the_public_one() -> None:
    options = Webhook("https://example.com/public", path="/within/", secret_token="s").options()
    assert (options["url_path"], options["secret_token"]) == ("within", "s")


def test_an_address_that_is_taken_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BotError, match=f"127.0.0.1:{port} .*Choose another address or port"):
            Webhook("https://example.com", port=port).check()


def test_a_secret_is_not_shown() -> None:
    assert "geheim" not in repr(Webhook("https://example.com", secret_token="geheim"))
