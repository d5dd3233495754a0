"""What is owed to recipients, and what became of it: frozen records, from ledger to mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DeliveryState = Literal["owed", "sending", "sent", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One delivery that is not final: `state` is owed, or sending (nobody knows if it arrived)."""

    run_id: str
    day: date
    address: str
    state: DeliveryState
    attempts: int = 0
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one delivery; `answer` is the mail server's last word, code first."""

    run_id: str
    address: str
    state: DeliveryState
    message_id: str
    attempts: int
    answer: str
    at: datetime
