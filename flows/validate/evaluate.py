"""Evaluate a suite over rows with Great Expectations: every row that broke an expectation.

In: rows, a suite. Out: failures, in the suite's order. It sorts nothing out. Importing this imports
Great Expectations and pandas.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import great_expectations as gx
import pandas as pd
from great_expectations.data_context.types import base
from great_expectations.expectations import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity


@dataclass(frozen=True, slots=True)
class Failure:
    """One row that broke one expectation."""

    row: int
    severity: Literal["critical", "warning"]
    expectation: str
    column: str
    value: str


def broken(rows: Sequence[Mapping[str, object]], suite: list[Expectation]) -> list[Failure]:
    """Every row that broke an expectation, in the suite's order.

    Raises RuntimeError for an expectation that could not be evaluated.
    """
    frame = pd.DataFrame(list(rows)).assign(row=range(len(rows)))
    batch = _definition().get_batch(batch_parameters={"dataframe": frame})
    result = batch.validate(
        gx.ExpectationSuite(name="gate", expectations=suite),
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["row"]},
    )
    failures = []
    for outcome in result.results:
        config = outcome.expectation_config
        if config is None or (outcome.exception_info or {}).get("raised_exception"):
            raise RuntimeError(f"expectation could not be evaluated: {outcome.exception_info}")
        column = str(config.kwargs["column"])
        is_warning = config.severity is FailureSeverity.WARNING
        failures += [
            Failure(
                int(bad["row"]),
                "warning" if is_warning else "critical",
                config.type,
                column,
                str(bad.get(column)),
            )
            for bad in outcome.result.get("unexpected_index_list") or ()
        ]
    return failures


@cache
def _definition() -> Any:
    """One in-memory context a process: making it costs more than using it."""
    # it would announce a temporary folder for documents that are never made
    base.logger.setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = base.ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("night").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("whole")
