"""The one base class of every error this project raises on purpose."""

from collections.abc import Mapping
from typing import Self


class YuanwenError(Exception):
    """An error a user can act on: the message states the value and the way out.

    Attributes:
        phrase: Names the sentence for those who say it in another language; "" where nobody does.
        values: What stands in the sentence.
    """

    phrase: str = ""
    values: Mapping[str, str] = {}

    def phrased(self, phrase: str, /, **values: object) -> Self:
        """This error, with the name of its sentence and the values in it."""
        self.phrase, self.values = phrase, {name: str(value) for name, value in values.items()}
        return self


class ModelError(YuanwenError):
    """A model could not be found, read or used."""
