"""Pages and files on the web: fetched from public addresses alone, as files to be added."""

from retrieval.ingestion.web.client import Web
from retrieval.ingestion.web.urls import is_link, parsed_url

__all__ = ["Web", "is_link", "parsed_url"]
