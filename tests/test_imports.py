"""Large libraries are imported for less, and nothing of them is missing afterwards."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from flows.imports import many_imports


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
