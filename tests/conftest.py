"""In which order the tests are shared out over the cores: files that take longest begin first.

A file stays on one core, so that what it prepares once (a browser, a site, a database) is prepared
once; a long one that began last would be waited for by all. What hypothesis tries is the same in
every run, so that a change is judged by what it changed.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

LONG = ("rough_nights", "pages", "novelty", "warehouse", "deliver", "validate")

settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in LONG)
