"""Cells as they are drawn: a frame of no rows is drawn too, whatever its columns hold."""

from __future__ import annotations

import pandas as pd

from analytics.reports.shown_cells import shown_cells


def test_a_list_without_rows_is_drawn() -> None:
    """Its columns of instants know no any()."""
    nothing = pd.DataFrame({"Due": pd.Series([], dtype="datetime64[us]"), "Ticket": pd.Series([], dtype=object)})
    assert list(shown_cells(nothing).columns) == ["Due", "Ticket"]


def test_marks_that_turn_text_are_written_out() -> None:
    assert shown_cells({"Group": ["\u202exof", "plain", None]})["Group"].tolist() == ["⟨U+202E⟩xof", "plain", None]
