"""The lists as plain tables, one row a cell: what elapsed_by_join.sql and due_by_join.sql join with."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.business_time.cells import Int64
from analytics.business_time.lists import Cut, Lists
from analytics.warehouse import Database


def write_plain_tables(db: Database, lists: Lists, prefix: str) -> None:
    """Create `prefix`_calendars (base_second, cell_seconds, bin_seconds by calendar_id), `prefix`_cells and `prefix`_bins."""
    ids = sorted(lists.cells)
    calendars = {
        "calendar_id": ids,
        "base_second": [lists.base] * len(ids),
        "cell_seconds": [lists.cells[number][0] for number in ids],
        "bin_seconds": [lists.bins[number][0] if number in lists.bins else None for number in ids],
    }
    cell_ids, cells, packed = _stacked(lists.cells)
    mask = (1 << lists.bits) - 1
    before, opens, closes = packed >> 2 * lists.bits, packed >> lists.bits & mask, packed & mask
    bin_ids, bins, packed_bins = _stacked(lists.bins)
    tables = {
        "calendars": pa.table(calendars),
        "cells": pa.table(
            {"calendar_id": cell_ids, "cell": cells, "open_seconds_before": before, "opens_second": opens, "closes_second": closes}
        ),
        "bins": pa.table(
            {"calendar_id": bin_ids, "bin": bins, "closed_seconds_before": packed_bins >> 32, "opens_second": packed_bins & (2**32 - 1)}
        ),
    }
    for name, table in tables.items():
        db.register(f"{prefix}_{name}_arrow", table)
        db.run(f"CREATE OR REPLACE TEMP TABLE {prefix}_{name} AS SELECT * FROM {prefix}_{name}_arrow")  # noqa: S608  names of our own
        db.unregister(f"{prefix}_{name}_arrow")


def _stacked(parts: Cut) -> tuple[Int64, Int64, Int64]:
    """Calendar, number and packed value of every entry."""
    nothing = np.zeros(0, dtype=np.int64)
    ids = np.concatenate([nothing, *(np.full(len(own), number, dtype=np.int64) for number, (_, own) in parts.items())])
    numbers = np.concatenate([nothing, *(np.arange(len(own), dtype=np.int64) for _, own in parts.values())])
    return ids, numbers, np.concatenate([nothing, *(own for _, own in parts.values())])
