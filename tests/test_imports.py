"""Large libraries are imported for less, and nothing of them is missing afterwards."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.imports import many_imports, with_room


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package that imports a module which it hardly ever uses."""
    name = f"stocked_{tmp_path.name}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text(f"from {name} import plots\n\ndef draw(): return plots.X\n")
    (folder / "plots.py").write_text("import sys\nsys.plots_were_loaded = True\nX = 'drawn'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "plots_were_loaded", False, raising=False)
    return name


def test_what_is_not_used_is_not_loaded_and_what_is_used_is_whole(package: str) -> None:
    finders = list(sys.meta_path)
    with many_imports(unused=[f"{package}.plots"]):
        imported = __import__(package)
        assert not gc.isenabled()
    assert not sys.plots_were_loaded
    assert imported.draw() == "drawn"
    assert sys.plots_were_loaded
    assert gc.isenabled()
    assert sys.meta_path == finders


def test_a_module_that_fails_leaves_the_collector_as_it_was(package: str) -> None:
    finders = list(sys.meta_path)
    with pytest.raises(ImportError), many_imports():
        __import__(f"{package}.absent")
    assert gc.isenabled()
    assert sys.meta_path == finders


def test_a_function_with_room_is_the_same_function() -> None:
    @with_room
    def answer(question: str, *, times: int = 2) -> str:
        """Says it again."""
        return question * times

    assert answer("ha", times=3) == "hahaha"
    assert answer.__doc__ == "Says it again."


def test_calls_on_a_deep_stack_map_no_memory_where_there_is_room() -> None:
    def mapped_at_worst() -> int:
        return max(at_depth(depth, faults_of_calls) for depth in range(200))

    assert mapped_at_worst() > 1_000
    assert with_room(mapped_at_worst)() < 1_000


def at_depth(depth: int, work: Callable[[], int]) -> int:
    return at_depth(depth - 1, work) if depth else work()


def faults_of_calls() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(2_000):
        sum_of_five(1, 2, 3, 4, 5)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def sum_of_five(a: int, b: int, c: int, d: int, e: int) -> int:
    first = second = third = a + b + c
    return first + second - third + d + e
