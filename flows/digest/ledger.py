"""The delivery ledger, as the digest room sees it: what is owed to whom, and what became of it.

A delivery is `owed` until the mail server has answered. It is `sending` from just before the
message's text leaves until the answer is written down; a row found `sending` afterwards is in
doubt: nobody knows whether it arrived, so it is never sent again by itself, but its night is told
again in the recipient's next digest. `sent`, `refused` and `withdrawn` are final.

This module holds no database: the warehouse gives the class that keeps these rows in DuckDB.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from flows.deliveries import Delivery, Owed


class Ledger(Protocol):
    """Every method commits before it returns; `owed` gives the oldest night first."""

    def promise(
        self, run_id: str, day: date, frozen: bytes, addresses: Sequence[str], at: datetime
    ) -> int:
        """Write down that these addresses are owed this night; rows that exist stay as they are.

        Returns the number of new rows.
        """
        ...

    def owed(self) -> list[Owed]:
        """Everything that is owed or in doubt, ordered by address, then day, then run_id."""
        ...

    def frozen(self, run_id: str) -> bytes:
        """The frozen night that was promised under this run_id; KeyError when there is none."""
        ...

    def promised(self, day: date) -> set[str]:
        """Every address that was promised a night of this day, whatever became of it."""
        ...

    def record(self, deliveries: Sequence[Delivery]) -> None:
        """Write these states over the rows' present ones, all of them or none."""
        ...
