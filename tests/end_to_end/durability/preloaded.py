"""What every process of these tests needs, imported and used once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import retrieval.ingestion.read  # noqa: F401
from tests.end_to_end.durability.home import opened
from tests.end_to_end.durability.inspection import Expected, look
from tests.end_to_end.durability.labour import labour  # noqa: F401

with TemporaryDirectory() as _folder:
    with opened(Path(_folder)) as _home:
        _home.add("桥.txt", ("桥长三百米，宽八米。",))
    look(Path(_folder), Expected(), seed=0)
