"""The one base class of every error this project raises on purpose."""


class YuanwenError(Exception):
    """An error a user can act on: the message states the value and the way out."""


class ModelError(YuanwenError):
    """A model could not be found, read or used."""
