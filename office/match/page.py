"""Match page: the report on a match as a page to keep or to print. How it looks is in documents, what it says in matching."""

from collections.abc import Mapping
from typing import Any

from documents.match_report import match_report


def match_page(report: Mapping[str, Any]) -> str:
    """One HTML file: `matching/insight/findings` with `names` by code and `notes` about what was read."""
    return match_report(report)
