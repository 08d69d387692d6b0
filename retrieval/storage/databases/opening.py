"""Opening a database on a server."""

from embeddings.errors import YuanwenError
from retrieval.storage.databases.address import Address
from retrieval.storage.databases.protocol import Database
from retrieval.storage.databases.tables import Tables


def open_database(
    address: Address, tables: Tables, error: type[YuanwenError], wait_s: float = 30.0
) -> Database:
    """Open the database at an address.

    Args:
        address: Where it is.
        tables: The tables in it; made where there are none.
        error: The class of its errors.
        wait_s: How many seconds to wait while another process changes it.

    Raises:
        YuanwenError: As `error`: it cannot be used, or what it needs is not installed.
    """
    try:
        from retrieval.storage.databases.postgres import PostgresDatabase  # noqa: PLC0415  # half a second
    except ImportError as missing:
        raise error("YUANWEN_DATABASE needs more packages: pip install 'yuanwen[postgres]'.").phrased(
            "database-packages"
        ) from missing
    return PostgresDatabase(address, tables, error, wait_s)
