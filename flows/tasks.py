"""The rooms as Prefect's tasks; every retry and time-out of a night stands here.

A task is a room, or a room and a batch of pages; an article is never a task. Tasks take and give
plain data and paths, never a connection. Only what touches the network is tried again.
"""

from __future__ import annotations

from typing import Any, Final

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows import post, publishing, stages

FETCH_SECONDS: Final = 4 * 3600
SEND_SECONDS: Final = 2 * 3600

# hashing what a room is given would cost more than the room
plain: Final[dict[str, Any]] = {"cache_policy": NO_CACHE, "persist_result": False}
network: Final[dict[str, Any]] = plain | {"retries": 2, "retry_delay_seconds": [10, 60]}

begin = task(**plain)(stages.begin)
take_in = task(**plain)(stages.take_in)
fetch = task(timeout_seconds=FETCH_SECONDS, **network)(stages.fetch)
read = task(**plain)(stages.read)
sort_out = task(**plain)(stages.sort_out)
load = task(**plain)(stages.load)
unread = task(**plain)(stages.unread)
extract = task(**plain)(stages.extract)
learn = task(**plain)(stages.learn)
judge = task(**plain)(stages.judge)
check = task(**plain)(stages.check)
publish = task(**plain)(publishing.publish)
promise = task(**plain)(post.promise)
forget_readings = task(**plain)(stages.forget_readings)
send = task(name="send", timeout_seconds=SEND_SECONDS, **network)(post.send)
