import traceback
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("YUANWEN_HOME", "TELEGRAM_BOT_TOKEN", "YUANWEN_THRESHOLD"):
        monkeypatch.delenv(name, raising=False)


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.home.name == "yuanwen"
    assert settings.telegram_bot_token is None


def test_environment_and_env_file_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TELEGRAM_BOT_TOKEN=123:abc\nYUANWEN_THRESHOLD=0.7\n", encoding="utf-8")
    monkeypatch.setenv("YUANWEN_THRESHOLD", "0.9")
    settings = load_settings()
    assert settings.telegram_bot_token
    assert settings.telegram_bot_token.get_secret_value() == "123:abc"
    assert settings.threshold == 0.9


def test_the_command_line_overrides_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YUANWEN_HOME", "/elsewhere")
    assert load_settings(tmp_path).home == tmp_path


def test_a_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hidden")
    assert "hidden" not in repr(load_settings())


SECRETS = [
    ("TELEGRAM_BOT_TOKEN", "123456789:geheim"),
    ("YUANWEN_WEBHOOK_SECRET", "geheim!"),
    ("YUANWEN_WEBHOOK_SECRET", "geheim" * 100),
    ("YUANWEN_TELEGRAM_API_URL", "ftp://bot:geheim@example.com"),
    ("YUANWEN_TELEGRAM_API_URL", "http://bot:geheim@[::"),
    ("YUANWEN_TELEGRAM_API_URL", "geheim"),
    ("YUANWEN_WEBHOOK_URL", "https://bot:geheim@example.com:port/"),
    ("YUANWEN_WEBHOOK_URL", "ftp://example.com/geheim"),
    ("YUANWEN_DATABASE", "mysql://bot:geheim@example.com/documents"),
    ("YUANWEN_DATABASE", "postgresql://bot:geheim@[::/documents"),
    ("YUANWEN_INDEX", "http://root:geheim@milvus.example:19530"),
    ("YUANWEN_INDEX", "milvus:ftp://root:geheim@milvus.example:19530"),
    ("YUANWEN_INDEX", "milvus:http://root:geheim@milvus.example:port"),
    ("YUANWEN_INDEX", "milvus:geheim"),
    ("YUANWEN_INDEX", "milvus:"),
]


@pytest.mark.parametrize(("name", "value"), SECRETS)
def test_no_error_shows_the_value_of_a_secret(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name} .+") as caught:
        load_settings().require_token()
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_every_setting_that_may_be_secret_is_tried() -> None:
    secret = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    names = {
        "TELEGRAM_BOT_TOKEN" if name == "telegram_bot_token" else f"YUANWEN_{name.upper()}" for name in secret
    }
    assert names == {name for name, _ in SECRETS}


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_TELEGRAM_API_URL", "https://bot:geheim@example.com")
    monkeypatch.setenv("YUANWEN_WEBHOOK_URL", "https://example.com/geheim")
    monkeypatch.setenv("YUANWEN_WEBHOOK_SECRET", "geheim")
    monkeypatch.setenv("YUANWEN_DATABASE", "postgresql://bot:geheim@example.com/documents")
    monkeypatch.setenv("YUANWEN_INDEX", "milvus:http://root:geheim@milvus.example:19530")
    settings = load_settings()
    assert "geheim" not in f"{settings!r} {settings.webhook!r} {settings.address!r} {settings.address}"
    assert settings.bot_api_url == "https://bot:geheim@example.com"


def test_a_wrong_value_is_named_with_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_THRESHOLD", "7")
    with pytest.raises(
        SettingsError, match="YUANWEN_THRESHOLD cannot be used: Input should be less than or equal to 1"
    ):
        load_settings()


def test_every_setting_is_documented_once() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" `") for line in docs.splitlines() if line.startswith("| `")]
    names = {
        name.upper() if name == "telegram_bot_token" else f"YUANWEN_{name.upper()}"
        for name in Settings.model_fields
    }
    assert sorted(rows) == sorted(names)


def test_a_missing_token_says_where_to_get_one() -> None:
    with pytest.raises(SettingsError, match="@BotFather"):
        load_settings().require_token()


def test_a_webhook_is_used_only_where_its_address_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().webhook is None
    monkeypatch.setenv("YUANWEN_WEBHOOK_URL", "https://bot.example/hook")
    monkeypatch.setenv("YUANWEN_WEBHOOK_SECRET", "s3cret")
    webhook = load_settings().webhook
    assert webhook
    assert (webhook.url, webhook.port, webhook.secret_token) == ("https://bot.example/hook", 8443, "s3cret")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YUANWEN_TELEGRAM_API_URL", "http://[::"),
        ("YUANWEN_TELEGRAM_API_URL", "ftp://x"),
        ("YUANWEN_WEBHOOK_SECRET", "not allowed!"),
        ("YUANWEN_WEBHOOK_PORT", "0"),
        ("YUANWEN_LOG_LEVEL", "LOUD"),
    ],
)
def test_what_cannot_work_is_refused_at_once(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize("token", ["x", "123:abc", "甲", "12/../3:xxxxxxxxxxxxxxxxxxxxxxxxxx"])
def test_what_is_no_token_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    with pytest.raises(SettingsError, match="has not the form") as caught:
        load_settings().require_token()
    assert token == "x" or token not in str(caught.value)


def test_an_env_file_in_another_encoding_is_named() -> None:
    Path(".env").write_bytes("YUANWEN_HOME=/资料".encode("gb18030"))
    with pytest.raises(SettingsError, match=r"\.env"):
        load_settings()


def test_a_home_below_the_users_own_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_HOME", "~/here")
    assert load_settings().home == Path.home() / "here"


@pytest.mark.parametrize("value", ["5,77", " 5 77 ", "5，77", "5, 77,", "77；5", "5、77", "5\n77"])
def test_owners_may_be_set_apart_as_people_write(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("YUANWEN_ADMINS", value)
    access = load_settings().rules.access
    assert access.owners == {5, 77}
    assert access.is_owner(77)
    assert access.admits(1)


def test_who_may_ask_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("YUANWEN_ALLOWED_USERS=1\nYUANWEN_ALLOWED_CHATS=-1001234567890\n")
    access = load_settings().rules.access
    assert access.admits(1)
    assert access.admits(2, -1001234567890)
    assert not access.admits(2)
    assert access.owners == frozenset()


def test_what_is_laid_down_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_QUESTIONS_PER_MINUTE", "3")
    monkeypatch.setenv("YUANWEN_CHAT_QUESTIONS_PER_MINUTE", "7")
    monkeypatch.setenv("YUANWEN_DOCUMENTS_PER_CHAT", "0")
    monkeypatch.setenv("YUANWEN_UPLOADS_PER_HOUR", "9")
    rules = load_settings().rules
    assert (rules.questions_each, rules.questions_together, rules.documents, rules.uploads) == (3, 7, 0, 9)


@pytest.mark.parametrize("name", ["YUANWEN_ADMINS", "YUANWEN_ALLOWED_USERS", "YUANWEN_ALLOWED_CHATS"])
@pytest.mark.parametrize("value", ["5,@xiaoming", "5.5", "five", "5-6"])
def test_what_is_no_id_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(
        SettingsError, match=rf"{name} \(entry \d\) cannot be used: Input should be a valid integer"
    ):
        load_settings()
