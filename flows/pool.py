"""Read many texts at once: one process per core, none of which outlives the night.

In: a plain function and its inputs. Out: its results, in order. A worker whose parent has died
ends by itself, because nobody is left to end it.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import parent_process
from typing import Final, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

WORTH_A_POOL: Final = 40
CHUNK: Final = 8


def over(function: Callable[[In], Out], inputs: Sequence[In]) -> list[Out]:
    """`function` over all inputs, in this process when they are few.

    An exception in any of them is raised here. `function` must be a module's own, its inputs and
    results plain data.
    """
    workers = min(os.cpu_count() or 1, len(inputs) // CHUNK)
    if len(inputs) < WORTH_A_POOL or workers < 2:
        return [function(one) for one in inputs]
    # a fork would copy the server's and the database's threads in mid-air
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_die_with_parent) as pool:
        return list(pool.map(function, inputs, chunksize=CHUNK))


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
