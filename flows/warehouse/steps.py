"""Run one file of sql/judge, and hand values to it.

In: the open warehouse, a step's name, values. Out: what the step leaves in tables. Never more than
one step at a time.
"""

from __future__ import annotations

from flows.warehouse.opening import Warehouse


def step(db: Warehouse, name: str) -> None:
    db.con.execute((db.sql / "judge" / f"{name}.sql").read_text("utf-8"))


def set_variables(db: Warehouse, **values: object) -> None:
    for name, value in values.items():
        db.con.execute(f"set variable {name} = ?", [value])
