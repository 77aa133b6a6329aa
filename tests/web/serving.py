"""Serving: the pages of an office on a port of their own, for browsers. Wherever pictures are drawn too (docs/pictures.py)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from office.office import Office
from web.app import create_app


@contextmanager
def on_a_port(office: Office) -> Iterator[str]:
    """The address under which the pages are served as long as this lasts."""
    config = uvicorn.Config(create_app(office), host="127.0.0.1", port=0, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
