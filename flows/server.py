"""Prefect's server for the length of one night, in a thread of the night's own process.

Prefect would start a second process for it, which costs twice the processor time and outlives a
killed night. A thread dies with its process, whatever ends it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

START_UP_SECONDS: Final = 180
SHUT_DOWN_SECONDS: Final = 10


@contextmanager
def temporary_server(*, schedules: bool = False) -> Iterator[str]:
    """Serve Prefect's API on a free port of loopback; yields its address.

    With `schedules` the services run that start scheduled flows, which one night does not need.
    Raises RuntimeError when it is not up within START_UP_SECONDS.
    """
    import uvicorn
    from prefect.server.api.server import create_app
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{door.getsockname()[1]}/api"
        # "off" would leave the database without its tables
        config = uvicorn.Config(
            create_app(ephemeral=not schedules), log_level="error", lifespan="on"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [door]}, name="prefect-server", daemon=True
        )
        thread.start()
        _wait_until_up(server, thread)
        try:
            with temporary_settings({PREFECT_API_URL: address}):
                yield address
        finally:
            server.should_exit = True
            thread.join(SHUT_DOWN_SECONDS)


def _wait_until_up(server: object, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_UP_SECONDS
    while not getattr(server, "started", False):
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError(
                "Prefect's server did not start. Its database is data/prefect/prefect.db; "
                "move data/prefect away and run again, nothing else is kept there."
            )
        time.sleep(0.02)
