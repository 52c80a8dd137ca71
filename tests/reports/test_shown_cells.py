"""Cells as a page draws them, whatever the column is made of."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analytics.figures.wording import shown
from analytics.reports.shown_cells import shown_cells
from tests.hurting.strings import HURTING

EDGES = ["", " ", "~", "\x1f", "\x7f", "a\tb", "a\nb", "a\u202eb", "ü", "plain"]


@pytest.mark.parametrize("kind", ["str", "string", object])
def test_each_text_is_as_shown_has_it_and_nothing_stays_missing(kind: Any) -> None:
    texts = [*EDGES, *HURTING, None]
    drawn = shown_cells(pd.DataFrame({"name": pd.Series(texts, dtype=kind), "n": range(len(texts))}))
    assert [None if pd.isna(text) else text for text in drawn["name"]] == [None if text is None else shown(text) for text in texts]


def test_rows_without_marks_are_not_copied() -> None:
    frame = pd.DataFrame({"name": ["a", None], "at": pd.to_datetime(["2026-01-01", None]), "n": [1, 2]})
    assert shown_cells(frame) is frame


def test_a_list_without_rows_is_drawn() -> None:
    """Its columns of instants know no any()."""
    nothing = pd.DataFrame({"Due": pd.Series([], dtype="datetime64[us]"), "Ticket": pd.Series([], dtype=object)})
    assert list(shown_cells(nothing).columns) == ["Due", "Ticket"]


def test_marks_that_turn_text_are_written_out() -> None:
    assert shown_cells({"Group": ["\u202exof", "plain", None]})["Group"].tolist() == ["⟨U+202E⟩xof", "plain", None]
