"""What drives breaches: the values of a dimension that breach more than the rest, with how many tickets say so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.reports.ask import Ask
from analytics.reports.scope import Scope
from analytics.vocabulary import Dimension

FEWEST = 20


@dataclass(frozen=True)
class Drivers:
    """`ranked`: values with at least FEWEST decided, by excess breaches; `few`: the others; `overall`: the rate of all, None if none.

    Both frames have columns: the dimension, breach_rate, breached, decided, excess (breaches above what the overall rate gives).
    """

    dimension: Dimension
    ranked: pd.DataFrame
    few: pd.DataFrame
    overall: float | None

    @property
    def recorded(self) -> bool:
        """Whether any decided ticket carries a value of the dimension."""
        name = self.dimension.value
        return bool(self.ranked[name].notna().any() or self.few[name].notna().any())


def drivers(ask: Ask, scope: Scope, dimension: Dimension) -> Drivers:
    """Breach rate by `dimension` within the scope, ranked by excess breaches."""
    frame = ask(scope.ask("breach_rate", by=(dimension,))).frame
    frame = frame[frame["decided"] > 0].copy()
    # The groups are all of the scope, those not recorded among them: their sums give its rate.
    total = float(frame["breached"].sum() / frame["decided"].sum()) if len(frame) else None
    frame["excess"] = (frame["breached"] - frame["decided"] * (total or 0.0)).astype("Float64")
    frame = frame.sort_values(["excess", "decided"], ascending=False, kind="stable").reset_index(drop=True)
    enough = frame["decided"] >= FEWEST
    return Drivers(dimension, frame[enough].reset_index(drop=True), frame[~enough].reset_index(drop=True), total)
