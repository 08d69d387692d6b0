"""What people say, and what documents write instead: 几点关门 for 营业时间."""

from retrieval.everyday.wording import as_documents_write

__all__ = ["as_documents_write"]
