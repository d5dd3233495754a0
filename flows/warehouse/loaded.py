"""What parts of the house that lie in files are loaded already.

In: files, the open database. Out: whether their contents are those that were loaded last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import duckdb


def hash_of(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def hash_of_loaded(con: duckdb.DuckDBPyConnection, what: str) -> str:
    """The hash of what is loaded, "" before anything is."""
    row = con.execute("select sha256 from loaded where what = ?", [what]).fetchone()
    return str(row[0]) if row else ""


def is_loaded(con: duckdb.DuckDBPyConnection, what: str, digest: str) -> bool:
    return hash_of_loaded(con, what) == digest


def remember(con: duckdb.DuckDBPyConnection, what: str, digest: str) -> None:
    con.execute("delete from loaded where what = ?", [what])
    con.execute("insert into loaded values (?, ?)", [what, digest])
