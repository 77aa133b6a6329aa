"""Match page: the report on a match as a page to keep or to print. Its looks are in documents, its words in domain."""

from documents.match_report import match_report as match_page

__all__ = ["match_page"]
