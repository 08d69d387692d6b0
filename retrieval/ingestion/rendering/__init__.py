"""Pages of files as pictures, the words of an answer marked."""

from retrieval.ingestion.rendering.formats import RENDERED, render
from retrieval.ingestion.rendering.protocol import PagePicture, Place

__all__ = ["RENDERED", "PagePicture", "Place", "render"]
