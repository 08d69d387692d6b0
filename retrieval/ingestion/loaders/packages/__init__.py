"""Formats that are zip archives, most of them of XML, read within limits."""
