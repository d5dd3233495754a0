"""Import a library of many modules for less.

In: names of modules that it imports and we never use. Out: nothing; what is imported meanwhile is
quicker. No module is replaced by another: a deferred one is the module itself, loaded on first use.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any, Final, TypeVar

Work = TypeVar("Work", bound=Callable[..., Any])
ROOM: Final = 20_000
"""Values that the calls within fit; a frame takes some twenty."""


class _Deferring(MetaPathFinder):
    """Finds some modules where they lie, and has them loaded when an attribute is asked for."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def many_imports(unused: Sequence[str] = ()) -> Iterator[None]:
    """Imports meanwhile collect no garbage, and put off loading `unused` until it is used.

    What a module makes stays for good, so looking through it for garbage over and over is in vain:
    that is a tenth of a large import. Afterwards the collector leaves it alone.
    """
    finder = _Deferring(unused)
    was_on = gc.isenabled()
    sys.meta_path.insert(0, finder)
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        sys.meta_path.remove(finder)
        if was_on:
            gc.enable()


def with_room(work: Work) -> Work:
    """The same function, with room for the frames of all the calls that it leads to.

    CPython keeps the frames of a thread in chunks of 16 KB. Where one ends in the midst of a deep
    import, each call beyond it maps memory and each return unmaps it: 40,000 times in one import.
    A frame that needs a larger chunk gets one, and what it leaves free serves those above it.
    """
    code = work.__code__
    work.__code__ = code.replace(co_stacksize=code.co_stacksize + ROOM)
    return work
