"""The warehouse: it alone knows DuckDB.

A night opens the private working file, appends what the rooms hand over, judges it, checks it,
closes it and publishes a copy. Everybody else reads the copy.
"""

from __future__ import annotations

from flows.warehouse.addresses import settle_addresses
from flows.warehouse.checking import check
from flows.warehouse.judging import judge
from flows.warehouse.ledger import Ledger, open_ledger
from flows.warehouse.lines import boilerplate_of, learn_boilerplate
from flows.warehouse.loading import (
    append_articles,
    append_statements,
    append_talks,
)
from flows.warehouse.nights import (
    append_findings,
    append_quarantine,
    append_sources,
    finish_run,
    mark_stale_runs,
    start_run,
)
from flows.warehouse.opening import (
    MigrationError,
    Warehouse,
    append,
    open_warehouse,
    reopen_warehouse,
)
from flows.warehouse.publishing import ask, export, open_published, rows, snapshot
from flows.warehouse.readings import (
    adopt_unpublished,
    forget_readings,
    mark_read,
    terms_of_topics,
    unread,
)
from flows.warehouse.visits import (
    get_validators,
    mark_looked_at,
    put_validators,
    rechecks_due,
    usual_counts,
)
from flows.warehouse.vocabulary import VocabularyError

__all__ = [
    "Ledger",
    "MigrationError",
    "VocabularyError",
    "Warehouse",
    "adopt_unpublished",
    "append",
    "append_articles",
    "append_findings",
    "append_quarantine",
    "append_sources",
    "append_statements",
    "append_talks",
    "ask",
    "boilerplate_of",
    "check",
    "export",
    "finish_run",
    "forget_readings",
    "get_validators",
    "judge",
    "learn_boilerplate",
    "mark_looked_at",
    "mark_read",
    "mark_stale_runs",
    "open_ledger",
    "open_published",
    "open_warehouse",
    "put_validators",
    "rechecks_due",
    "reopen_warehouse",
    "rows",
    "settle_addresses",
    "snapshot",
    "start_run",
    "terms_of_topics",
    "unread",
    "usual_counts",
]
