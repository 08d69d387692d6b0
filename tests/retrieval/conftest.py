from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from retrieval.errors import StoreError
from retrieval.storage.databases import Address, open_database
from retrieval.storage.schema import TABLES
from retrieval.storage.store import Store

NewStore = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgres"])
def new_store(request: pytest.FixtureRequest) -> Iterator[NewStore]:
    """Makes an empty store, in memory and in PostgreSQL."""
    stores: list[Store] = []
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None

    with ExitStack() as lent:

        def made() -> Store:
            url = server and lent.enter_context(server.lent(TABLES))
            stores.append(Store(url and open_database(Address.of(url), TABLES, StoreError)))
            return stores[-1]

        yield made
        for store in stores:
            store.close()
