"""A process that inverts passages for another one: `Row`s as a line of JSON come in, their columns go out."""

import json
import sys
from contextlib import suppress

from retrieval.search.lexical.inverting import Row, inverted, send


def main() -> None:
    """Invert what comes by the standard input, a batch a line, until it ends."""
    for line in sys.stdin.buffer:
        send(sys.stdout.buffer, inverted([Row(*row) for row in json.loads(line)]))


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):
        main()
