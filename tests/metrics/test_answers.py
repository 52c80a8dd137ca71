"""Answers: plain values, and the same as a frame."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.metrics import Question
from analytics.metrics.answer import answer
from analytics.vocabulary import Dimension

METRICS = ("tickets", "breach_rate", "elapsed_p50", "elapsed_p50_at_least")


class Sources:
    """Facts that hold nothing but what every answer states."""

    def rows(self, sql: str, parameters: Any = None, using: Any = ()) -> list[tuple[Any, ...]]:
        raise AssertionError(sql)

    def frame(self, sql: str, parameters: Any = None) -> pd.DataFrame:
        raise AssertionError(sql)

    def known_rows(self, sql: str) -> list[tuple[Any, ...]]:
        if "as_of" in sql:
            return [("desk", datetime(2026, 3, 1))]
        return [("v1",)] if "store_meta" in sql else []


def of(rows: list[tuple[Any, ...]], *by: Dimension) -> Any:
    return answer(Sources(), Question(METRICS, by=by), METRICS, rows)


def test_values_are_plain_whatever_the_engine_gives_for_them() -> None:
    found = of([(9, np.int64(4), Decimal("0.25"), Decimal(3600), True)], Dimension.HOUR)
    assert found.rows() == [{"hour": 9, "tickets": 4, "breach_rate": 0.25, "elapsed_p50": 3600, "elapsed_p50_at_least": True}]
    assert [type(value) for value in found.rows()[0].values()] == [int, int, float, int, bool]


def test_a_count_that_is_not_whole_is_refused_and_not_cut() -> None:
    with pytest.raises(ValueError, match=r"2\.5 is no int"):
        of([(9, 2.5, 0.5, 1, False)], Dimension.HOUR)


def test_what_is_missing_and_what_the_engine_could_not_divide_is_none_and_na() -> None:
    found = of([(None, 0, float("nan"), None, None)], Dimension.GROUP)
    assert list(found.rows()[0].values()) == [None, 0, None, None, None]
    assert found.frame["group"].tolist() == [None]
    assert found.frame.iloc[0, 2:].isna().all()


def test_a_frame_has_the_rows_and_a_type_by_unit_also_without_rows() -> None:
    rows = [("Zoo", 3, 0.5, 7, False), (None, 1, None, None, None), ("Ant", 2, 1.0, 8, True)]
    for given in (rows, []):
        found = of(given, Dimension.ORGANISATION)
        assert [str(dtype) for dtype in found.frame.dtypes] == ["object", "Int64", "Float64", "Int64", "boolean"]
        assert [[None if pd.isna(value) else value for value in row] for row in found.frame.itertuples(index=False)] == [
            list(row.values()) for row in found.rows()
        ]


def test_groups_stand_in_the_order_of_their_dimensions_the_first_one_first() -> None:
    months_and_hours = [("2026-02", 1), ("2026-01", 10), ("2026-01", 2), ("2026-01", None)]
    found = of([(*place, 1, 0.0, 1, False) for place in months_and_hours], Dimension.MONTH, Dimension.HOUR)
    assert [(row["month"], row["hour"]) for row in found.rows()] == [("2026-01", 2), ("2026-01", 10), ("2026-01", None), ("2026-02", 1)]
