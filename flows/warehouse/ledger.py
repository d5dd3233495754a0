"""The delivery ledger in its own private file: who is owed which night, and what became of it.

In: the path of the ledger, promises and outcomes. Out: what is still owed. The file holds people's
addresses, so it lies apart from the warehouse, whose copy is published. Never sends anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb

from flows.deliveries import Delivery, Owed
from flows.warehouse.opening import attach, migrate

PROMISE = """
insert into deliveries (run_id, address, state, changed_at)
select ?, address, 'owed', ? from (select unnest(?::varchar[]) as address)
on conflict do nothing
"""
OWED = """
select run_id, day, address, state, attempts, answer
from deliveries join nights using (run_id)
where state in ('owed', 'sending')
order by address, day, run_id
"""
PROMISED = """
select distinct address from deliveries join nights using (run_id) where day = ?
"""
RECORD = """
update deliveries set state = ?, message_id = ?, attempts = ?, answer = ?, changed_at = ?
where run_id = ? and address = ?
"""


class Ledger:
    """The open ledger. Every method commits before it returns."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def promise(
        self, run_id: str, day: date, frozen: bytes, addresses: Sequence[str], at: datetime
    ) -> int:
        """Write down that these addresses are owed this night; rows that exist stay as they are."""
        with self._transaction():
            self._con.execute(
                "insert into nights values (?, ?, ?) on conflict do nothing", [run_id, day, frozen]
            )
            made = self._con.execute(PROMISE, [run_id, at, list(addresses)]).fetchone()
        return int(made[0]) if made else 0

    def owed(self) -> list[Owed]:
        """Everything that is owed or in doubt, ordered by address, then day, then run_id."""
        return [Owed(*row) for row in self._con.execute(OWED).fetchall()]

    def frozen(self, run_id: str) -> bytes:
        """The night as it was promised; KeyError when there is none."""
        row = self._con.execute("select frozen from nights where run_id = ?", [run_id]).fetchone()
        if row is None:
            raise KeyError(run_id)
        return bytes(row[0])

    def promised(self, day: date) -> set[str]:
        """Every address that was promised a night of this day, whatever became of it."""
        rows = self._con.execute(PROMISED, [day]).fetchall()
        return {str(row[0]) for row in rows}

    def record(self, deliveries: Sequence[Delivery]) -> None:
        """Write these states over the rows' present ones, all of them or none."""
        with self._transaction():
            for one in deliveries:
                self._con.execute(
                    RECORD,
                    [
                        one.state,
                        one.message_id,
                        one.attempts,
                        one.answer,
                        one.at,
                        one.run_id,
                        one.address,
                    ],
                )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._con.execute("begin")
        try:
            yield
        except BaseException:
            self._con.execute("rollback")
            raise
        self._con.execute("commit")


@contextmanager
def open_ledger(path: Path, sql: Path) -> Iterator[Ledger]:
    """Open (or make) the ledger, its migrations applied, readable by its owner alone."""
    con = attach(path)
    try:
        path.chmod(0o600)
        migrate(con, sql / "ledger")
        yield Ledger(con)
    finally:
        con.close()
