"""Logs: keeps the secret of a link out of them. A link is a login; whoever reads a log must not be able to use it."""

import logging
import re
from typing import Any

_SECRET = re.compile(r"/(f|p|k|way|calendar|sign-in|apply)/([^/\s?#\"']{1,4})[^/\s?#\"']*")
_QUERY = re.compile(r"(/(?:f|p|k|way|calendar|desk|sign-in|apply|inbox)\b[^\s?#\"']*)\?[^\s\"']*")
LOGGERS = ("", "uvicorn", "uvicorn.access", "uvicorn.error", "httpx", "web")


def shortened(text: str) -> str:
    """The text with the secret of every link cut to four characters, and without the answers a link carries."""
    return _QUERY.sub(r"\1?…", _SECRET.sub(r"/\1/\2…", text))


class ShortLinks(logging.Filter):
    """Shortens the links in a record, whatever it is made of."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = shortened(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_shortened(value) for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _shortened(value) for name, value in record.args.items()}
        return True


def _shortened(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return value if (short := shortened(text)) == text else short


def keep_links_secret() -> None:
    """Put the filter on the loggers of the web process and on all their handlers; doing it twice changes nothing."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for place in (logger, *logger.handlers):
            if not any(isinstance(known, ShortLinks) for known in place.filters):
                place.addFilter(ShortLinks())
