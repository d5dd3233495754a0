"""The seeds: articles that came with the project, as plain text files.

In: a folder of *.txt files. Out: one `RawPage` each, its address `seed:<file name without .txt>`.
It never looks into the text and never follows anything in it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.records import RawPage

SOURCE_ID = "seeds"
MEDIA_TYPE = "text/plain"


def seed_pages(folder: Path, now: datetime) -> list[RawPage]:
    """One page per *.txt file in `folder`, by name. Raises FileNotFoundError without the folder."""
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder of seed articles at {folder}")
    return [
        RawPage(
            source_id=SOURCE_ID,
            url=f"seed:{path.stem}",
            fetched_at=now,
            media_type=MEDIA_TYPE,
            body=path.read_bytes(),
        )
        for path in sorted(folder.glob("*.txt"))
    ]
