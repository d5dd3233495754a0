"""What an operator asks from the terminal between two nights.

`read_page` tries a page out, `show_status` tells how the nights went, `export_tables` writes
Parquet. They read files and the published copy and never touch the working database.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

from flows import warehouse
from flows.fetch.files import MOST_PAGE_BYTES
from flows.records import RawPage, Rejection
from flows.settings import Settings

SHOWN_NIGHTS: Final = 7
SHOWN_LINES: Final = 20

LAST_NIGHTS: Final = f"""
    select
        strftime(started_at, '%Y-%m-%d %H:%M') as night,
        state,
        coalesce(fetched, 0) as pages,
        coalesce(accepted, 0) as articles,
        coalesce(quarantined, 0) as refused,
        coalesce(statements, 0) as statements,
        coalesce(new_statements, 0) as new,
        coalesce(changed_statements, 0) as changed,
        coalesce(detail, '') as detail
    from runs order by run_number desc limit {SHOWN_NIGHTS}
"""  # noqa: S608
QUIET: Final = "select source_name, state, error, last_accepted_at from reports.quiet_sources"

LEARNED: Final = f"""
    select
        strftime(ru.started_at, '%Y-%m-%d') as since,
        bo.outlet,
        bo.pages || ' of ' || bo.of_pages as pages,
        bo.line,
    from boilerplate as bo join runs as ru on ru.run_id = bo.learned_in_run
    order by ru.run_number desc, bo.outlet, bo.pages desc, bo.line limit {SHOWN_LINES}
"""  # noqa: S608


def read_page(file: Path, url: str, now: datetime) -> int:
    """Print the article in a page as JSON, or the reason why there is none; 0 or 1."""
    from flows.clean import to_article

    with file.open("rb") as page:
        body = page.read(MOST_PAGE_BYTES)
    article = to_article(RawPage("tried", url, now, "text/html", body))
    json.dump(asdict(article), sys.stdout, ensure_ascii=False, indent=2, default=str)
    print()
    return 1 if isinstance(article, Rejection) else 0


def show_status(settings: Settings) -> int:
    """Print the last nights, quiet sources, undelivered mail and what analysts' verdicts say."""
    from flows.post import undelivered

    if not settings.published.exists():
        print(f"no night has been published in {settings.data} yet; start with: demarche run")
        return 0
    print("Last nights")
    _print_table(warehouse.rows(settings.published, LAST_NIGHTS), "none")
    print("\nQuiet sources")
    _print_table(warehouse.rows(settings.published, QUIET), "none")
    print("\nBoilerplate learned of outlets")
    _print_table(warehouse.rows(settings.published, LEARNED), "none")
    print("\nUndelivered mail")
    _print_table(undelivered(settings), "none")
    return 0


def _print_table(rows: list[dict[str, object]], nothing: str) -> None:
    if not rows:
        print(f"  {nothing}")
        return
    lines = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  " + "  ".join(cells).rstrip())


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= 100 else text[:99] + "…"


def export_tables(settings: Settings, folder: Path) -> int:
    """Write every published table as Parquet into `folder` and name the files."""
    for path in warehouse.export(settings.published, folder):
        print(path)
    return 0
