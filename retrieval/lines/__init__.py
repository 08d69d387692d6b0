"""Files of very many documents, one a line: JSON Lines."""

from retrieval.lines.adding import Fault, LineFiles, LinesOutcome
from retrieval.lines.fields import Fields
from retrieval.lines.file import KEY, file_of, is_line_file

__all__ = ["KEY", "Fault", "Fields", "LineFiles", "LinesOutcome", "file_of", "is_line_file"]
