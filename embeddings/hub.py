"""Models by name: from the hub's cache where they lie there, else from the hub."""

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError

from embeddings.errors import ModelError

_T = TypeVar("_T")
_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model that is asked for by its name on the Hugging Face Hub.

    Attributes:
        name: The name, such as "BAAI/bge-small-zh-v1.5".
        ways_out: A sentence on what else can be given; every error ends with it.
        owner: Who is meant where the name has none, or "".
        cache: The folder that models are kept in, or None for the hub's own.
    """

    name: str
    ways_out: str
    owner: str = ""
    cache: str | None = None

    def fetch(self, load: Callable[[bool], _T]) -> _T:
        """Load the model, or find out within seconds that it cannot be had.

        Args:
            load: Loads it, from this machine alone (True) or from the hub too (False); raises ModelError.

        Raises:
            ModelError: There is no such model, it cannot be read, or the hub does not answer.
        """
        if self.name.count("/") > 1 or self.name.startswith((".", "~", "/")) or Path(self.name).exists():
            raise ModelError(f"{self.name} is no folder with a model. {self.ways_out}")
        if self.revision():
            try:
                return load(True)
            except ModelError:  # the cache may hold a part of it
                pass
        if not _hub_answers():
            raise ModelError(
                f"There is no folder {self.name}, and the Hugging Face Hub cannot be reached to look for a "
                f"model of that name. {self.ways_out}"
            )
        return load(False)

    def revision(self) -> str | None:
        """First characters of the commit that the cache holds, or None.

        Raises:
            ModelError: No model can have this name.
        """
        from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415

        owned = [f"{self.owner}/{self.name}"] if self.owner and "/" not in self.name else []
        for repository in (self.name, *owned):
            for file in ("modules.json", "config.json"):
                try:
                    found = try_to_load_from_cache(repository, file, cache_dir=self.cache)
                except ValueError as error:
                    raise ModelError(
                        f"{self.name} is neither a folder nor a possible name. {self.ways_out}"
                    ) from error
                if isinstance(found, str):
                    return Path(found).parent.name[:12]
        return None


@contextmanager
def loading(model: str, ways_out: str, *, local: bool) -> Iterator[None]:
    """Within it a model is loaded without a word, and what goes wrong is told in one sentence.

    Args:
        model: Its folder or name.
        ways_out: A sentence on what else can be given.
        local: Nothing is fetched, so that there is no progress to be shown.

    Raises:
        ModelError: Anything went wrong.
    """
    try:
        with _hushed(bars=local):
            yield
    except ModelError:
        raise
    except ImportError as error:
        raise ModelError(
            f"The model {model} needs packages that are not installed ({error}): "
            "pip install 'yuanwen[models]'. The models that ship need none of them."
        ) from error
    except Exception as error:  # whatever a model's files hold, the user needs a sentence
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise ModelError(f"The model {model} cannot be loaded: {reason} {ways_out}") from error


@contextmanager
def _hushed(*, bars: bool) -> Iterator[None]:
    """Keep transformers from telling what it does; with `bars`, from drawing how far it is, too."""
    from transformers.utils import logging  # noqa: PLC0415

    log: Any = logging
    verbosity, bars = log.get_verbosity(), bars and log.is_progress_bar_enabled()
    log.set_verbosity_error()
    if bars:
        log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(verbosity)
        if bars:
            log.enable_progress_bar()


def _hub_answers() -> bool:
    from huggingface_hub import constants  # noqa: PLC0415

    if constants.HF_HUB_OFFLINE:
        return False
    request = urllib.request.Request(constants.ENDPOINT, method="HEAD")  # noqa: S310  # the user's own setting
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S):  # noqa: S310
            return True
    except HTTPError:
        return True
    except (OSError, ValueError):
        return False
