"""The Bot API in machine-readable form, to hold requests and objects against.

The file lies in `shared/` beside the checkout and is not part of the project.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from bot.playground import Loopback
from bot.playground.loopback import Request

PATH = Path(__file__).parents[3] / "shared" / "data" / "telegram" / "bot_api_10.1.json"

_ARRAY = "Array of "
_CONSTANT = re.compile(r"(?:must be|always) [\"“]?(?P<value>[a-z_]+)[\"”]?$")
_PLAIN: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
}


class Schema:
    """Every method and every type of the Bot API.

    Args:
        methods: By name, as the file has them.
        types: By name, as the file has them.
    """

    def __init__(self, methods: Mapping[str, Any], types: Mapping[str, Any]) -> None:
        self._methods = methods
        self._types = types

    @classmethod
    def load(cls) -> Self | None:
        """The schema, or None where the file is absent."""
        if not PATH.exists():
            return None
        content = json.loads(PATH.read_text(encoding="utf-8"))
        return cls(content["methods"], content["types"])

    def faults_of_request(self, request: Request) -> list[str]:
        """What a request, and the answer to it, do that the Bot API does not know."""
        method = self._methods.get(request.method)
        if method is None:
            return [f"there is no method {request.method}"]
        values = {name: _decoded(value, known) for name, value, known in self._arguments(request)}
        faults = self._faults_of_fields(values, method.get("fields", []), request.method)
        if request.response["ok"]:
            result = request.response["result"]
            faults += self._faults_of_value(result, method["returns"], f"result of {request.method}")
        return faults

    def faults_of_traffic(self, loopback: Loopback, *, refused: bool = True) -> list[str]:
        """The faults of all requests so far, and of all updates.

        Args:
            loopback: Where they went.
            refused: Whether requests that were refused count, too.
        """
        faults = [
            fault
            for request in loopback.requests
            if refused or request.response["ok"]
            for fault in self.faults_of_request(request)
        ]
        for update in loopback.updates.log:
            faults += self.faults_of_object("Update", update.json())
        return faults

    def faults_of_object(self, kind: str, value: Any) -> list[str]:
        """What an object has that its type does not, or lacks."""
        return self._faults_of_value(value, [kind], kind)

    def _arguments(self, request: Request) -> list[tuple[str, Any, list[str]]]:
        known = {field["name"]: field["types"] for field in self._methods[request.method].get("fields", [])}
        return [(name, value, known.get(name, ["String"])) for name, value in request.values.items()]

    def _faults_of_fields(
        self, values: Mapping[str, Any], fields: list[dict[str, Any]], where: str
    ) -> list[str]:
        known = {field["name"]: field for field in fields}
        faults = [f"{where}: {name} is unknown" for name in values.keys() - known.keys()]
        faults += [
            f"{where}: {name} is missing"
            for name, field in known.items()
            if field["required"] and name not in values
        ]
        for name in values.keys() & known.keys():
            faults += self._faults_of_value(values[name], known[name]["types"], f"{where}.{name}")
            constant = _CONSTANT.search(known[name]["description"])
            if constant and known[name]["types"] == ["String"] and values[name] != constant["value"]:
                faults.append(f"{where}.{name}: {values[name]!r} is not {constant['value']!r}")
        return faults

    def _faults_of_value(self, value: Any, kinds: list[str], where: str) -> list[str]:
        """The faults of a value against whichever of its possible types fits best."""
        return min((self._faults_against(value, kind, where) for kind in kinds), key=len)

    def _faults_against(self, value: Any, kind: str, where: str) -> list[str]:
        if kind in _PLAIN:
            fits = isinstance(value, _PLAIN[kind]) and (bool in _PLAIN[kind]) == isinstance(value, bool)
            return [] if fits else [f"{where}: {value!r} is no {kind}"]
        if kind.startswith(_ARRAY):
            if not isinstance(value, list):
                return [f"{where}: {value!r} is no list"]
            inner = [kind.removeprefix(_ARRAY)]
            return [fault for item in value for fault in self._faults_of_value(item, inner, where)]
        described = self._types[kind]
        if "subtypes" in described:
            return self._faults_of_value(value, described["subtypes"], where)
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        return self._faults_of_fields(value, described.get("fields", []), where)


def _decoded(value: Any, kinds: list[str]) -> Any:
    """A value of a form as the type it stands for; a form has texts only."""
    if not isinstance(value, str) or ("String" in kinds and not value.lstrip("-").isdigit()):
        return value
    if kinds == ["String"]:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
