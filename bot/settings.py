"""Settings: from the environment and a `.env` file in the working folder."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.telegram.webhook import Webhook
from embeddings import YuanwenError
from retrieval.storage.databases.address import Address

if TYPE_CHECKING:
    from bot.services.access import Rules
    from bot.services.monitoring import Monitoring


class SettingsError(YuanwenError):
    """A setting has a value that cannot be used."""


class Settings(BaseSettings):
    """Every setting there is. The names in the environment are in docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix="YUANWEN_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    home: Path = Field(
        default_factory=lambda: user_data_path("yuanwen", appauthor=False),
        description="Folder for everything that is kept.",
    )
    database: SecretStr | None = Field(
        default=None, description="PostgreSQL instead of files: postgresql://user:password@host/database."
    )
    index: SecretStr | None = Field(
        default=None, description="milvus: and a file or a server; none: the index is in the home."
    )
    encoder: str | None = Field(default=None, description="A SentenceTransformer by folder or hub name.")
    reader: str | None = Field(default=None, description="A reader by folder or hub name.")
    threshold: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Confidence from which an answer is given, 0 to 1."
    )
    telegram_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="The bot's token, from @BotFather.",
    )
    telegram_api_url: SecretStr | None = Field(
        default=None, description="A Bot API server of your own, e.g. http://localhost:8081."
    )
    webhook_url: SecretStr | None = Field(
        default=None, description="Public HTTPS address; set, the bot uses a webhook."
    )
    webhook_listen: str = Field(default="127.0.0.1", description="Address the webhook listens on.")
    webhook_port: Annotated[int, Field(ge=1, le=65535)] = Field(
        default=8443, description="Port the webhook listens on."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="Secret that Telegram sends with every update: letters, digits, - and _."
    )
    monitoring_listen: str = Field(
        default="127.0.0.1", description="Address that health and metrics are served on."
    )
    monitoring_port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None, description="Port of /healthz and /metrics; none: they are not served."
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids of the owners, apart by commas."
    )
    allowed_users: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids of people who may ask; none and no chats: everyone."
    )
    allowed_chats: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids of groups in which everyone may ask."
    )
    questions_per_minute: Annotated[int, Field(ge=1)] = Field(
        default=20, description="Questions a minute that one person may ask."
    )
    chat_questions_per_minute: Annotated[int, Field(ge=1)] = Field(
        default=60, description="Questions a minute that may be asked in one group."
    )
    actions_per_minute: Annotated[int, Field(ge=1)] = Field(
        default=60, description="Commands, presses, edits and the like a minute of one person."
    )
    chat_actions_per_minute: Annotated[int, Field(ge=1)] = Field(
        default=180, description="Commands, presses, edits and the like a minute in one group."
    )
    documents_per_chat: Annotated[int, Field(ge=0)] = Field(
        default=50, description="Documents that a chat may have of its own; 0 takes none."
    )
    uploads_per_hour: Annotated[int, Field(ge=1)] = Field(
        default=60, description="Documents an hour that one person, and one group, may send."
    )
    log_format: Literal["text", "json"] = Field(default="text", description="Logs as text or json.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR."
    )

    @field_validator("home")
    @classmethod
    def _expand_home(cls, home: Path) -> Path:
        return home.expanduser()

    @field_validator("admins", "allowed_users", "allowed_chats", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return re.findall(r"[^\s,;，；、]+", value) if isinstance(value, str) else value

    @field_validator("database")
    @classmethod
    def _check_database(cls, url: SecretStr | None) -> SecretStr | None:
        try:
            if url is not None:
                Address.of(url.get_secret_value())
        except YuanwenError as error:
            raise ValueError(str(error)) from None
        return url

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _check_url(cls, url: SecretStr | None) -> SecretStr | None:
        """Such an address may hold a password, and an error of pydantic's would name it."""
        try:
            if url is not None:
                HttpUrl(url.get_secret_value())
        except ValidationError:
            raise ValueError("it must be an address such as https://bot.example/path") from None
        return url

    @field_validator("index")
    @classmethod
    def _check_index(cls, index: SecretStr | None) -> SecretStr | None:
        """The address of a server may hold a token."""
        from retrieval.errors import PassageIndexError  # noqa: PLC0415  # few set it
        from retrieval.search.milvus.address import Address  # noqa: PLC0415

        try:
            if index is not None:
                Address.of(index.get_secret_value())
        except PassageIndexError:
            raise ValueError(
                "it must be milvus: and a file that ends in .db, or the address of a Milvus server, such as "
                "milvus:./index.db or milvus:http://localhost:19530"
            ) from None
        return index

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[\w-]{1,256}", secret.get_secret_value(), re.ASCII):
            raise ValueError("only letters, digits, - and _ may be in it, 256 at most")
        return secret

    @property
    def index_address(self) -> str:
        """Where the index is, as `retrieval.search.opening` says; "" for the home."""
        return self.index.get_secret_value() if self.index else ""

    def require_token(self) -> str:
        """The bot's token.

        Raises:
            SettingsError: There is none, or it has not the form of one.
        """
        if self.telegram_bot_token is None:
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN is not set. @BotFather on Telegram gives one; put it into the "
                "environment or .env. Without one, `yuanwen playground` shows the bot in a page."
            ).phrased("no-token")
        token = self.telegram_bot_token.get_secret_value()
        if not re.fullmatch(r"\d+:[\w-]{20,}", token, re.ASCII):
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN has not the form 123456:ABC…; @BotFather shows it again."
            ).phrased("token-form")
        return token

    @property
    def address(self) -> "Address | None":
        """Where documents and the bot's state are kept, or None for files in the home."""
        return Address.of(self.database.get_secret_value()) if self.database else None

    @property
    def rules(self) -> "Rules":
        """The owner's rules: who may use the bot, and how much."""
        from bot.services.access import Access, Rules  # noqa: PLC0415  # only the bot needs them

        access = Access(self.admins, self.allowed_users, self.allowed_chats)
        return Rules(
            access,
            self.questions_per_minute,
            self.chat_questions_per_minute,
            self.documents_per_chat,
            self.uploads_per_hour,
            self.actions_per_minute,
            self.chat_actions_per_minute,
        )

    @property
    def playground_rules(self) -> "Rules":
        """The rules for the playground: its users have other ids than on Telegram, so all are admitted."""
        from bot.services.access import Access  # noqa: PLC0415  # only the bot needs it

        return replace(self.rules, access=Access())

    @property
    def webhook(self) -> Webhook | None:
        """Where Telegram is to deliver updates, or None for long polling."""
        if self.webhook_url is None:
            return None
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else None
        url = self.webhook_url.get_secret_value()
        return Webhook(url, self.webhook_listen, self.webhook_port, secret_token=secret)

    @property
    def monitoring(self) -> "Monitoring | None":
        """Where health and metrics are served, or None for nowhere."""
        from bot.services.monitoring import Monitoring  # noqa: PLC0415  # only the bot needs it

        return Monitoring(self.monitoring_port, self.monitoring_listen) if self.monitoring_port else None

    @property
    def bot_api_url(self) -> str | None:
        """The address of a Bot API server of one's own, or None for Telegram's."""
        return self.telegram_api_url.get_secret_value() if self.telegram_api_url else None


def load_settings(home: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        home: Overrides the setting of the same name.

    Raises:
        SettingsError: A value cannot be used. The message names the setting and what it must look like, and
            not the value, which may be a secret.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"The file .env cannot be read ({error}). It must be text in UTF-8.") from error
    return settings if home is None else settings.model_copy(update={"home": home.expanduser()})


def _explain(error: ValidationError) -> str:
    problems = []
    for detail in error.errors():
        name = str(detail["loc"][0])
        field = name if name.isupper() else f"YUANWEN_{name.upper()}"
        entry = "".join(f" (entry {part + 1})" for part in detail["loc"][1:] if isinstance(part, int))
        problems.append(f"{field}{entry} cannot be used: {detail['msg'].removeprefix('Value error, ')}")
    return "; ".join(problems) + ". Change it in the environment or in .env."
