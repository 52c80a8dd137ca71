"""Rows as a page draws them: marks in outside text that turn or hide what stands beside them are written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analytics.figures.wording import shown

_NEVER_TEXT = "biufcmM"
_NOT_PRINTABLE_ASCII = "[^ -~]"


def shown_cells(rows: pd.DataFrame | Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """The same rows, each text as shown() has it. A frame that is given stays as it is: downloads keep the raw values."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, dtype=object)
    drawn = frame
    if frame.empty:
        return frame  # a column of instants without any knows no any()
    for name in frame.columns:
        texts = frame[name]
        if texts.dtype.kind in _NEVER_TEXT:
            continue
        marked = _may_hide(texts)
        if marked.any():
            drawn = drawn.copy() if drawn is frame else drawn
            drawn[name] = texts.astype(object).where(~marked, texts.astype(object).map(_as_shown))
    return drawn


def _may_hide(texts: pd.Series) -> pd.Series:
    """Where a text is more than printable ASCII, which nearly all of what help desks write is: that is passed by at the speed of C."""
    if isinstance(texts.dtype, pd.StringDtype):
        return texts.str.contains(_NOT_PRINTABLE_ASCII, na=False)
    return texts.map(lambda value: isinstance(value, str) and not (value.isascii() and value.isprintable())).astype(bool)


def _as_shown(value: object) -> object:
    return shown(value) if isinstance(value, str) else value
