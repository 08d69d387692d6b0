"""Files are read in processes of their own, with limits."""

from retrieval.ingestion.workers.limits import Limits
from retrieval.ingestion.workers.pool import ReadingPool, ReadingStoppedError

__all__ = ["Limits", "ReadingPool", "ReadingStoppedError"]
