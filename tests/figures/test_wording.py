"""Numbers in words: nothing missing reads as zero, nothing nearly whole reads as whole."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.months import every_month, month_key, shifted, tick_names
from analytics.figures.wording import count, duration, is_missing, month_name, per_hundred, percent, shown, unmarked


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.0, "0.0 %"), (0.1856, "18.6 %"), (1.0, "100.0 %"), (0.0004, "< 0.1 %"), (0.9996, "> 99.9 %"), (0.9994, "99.9 %")],
)
def test_a_rate_is_never_rounded_to_none_or_all(rate: float, words: str) -> None:
    assert percent(rate).replace("\u00a0", " ") == words


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_what_is_missing_is_said_to_be_missing_and_never_zero(missing: object) -> None:
    assert is_missing(missing)
    assert percent(missing) == "no decided tickets"
    assert count(missing) == per_hundred(missing) == "not recorded"
    assert duration(missing) == "none"
    assert shown(missing) == "not recorded"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (3660, "1 h 01 min"), (29_100, "8 h 05 min"),
        (359_999, "99 h 59 min"), (781_200, "217 h"), (-90, "−1 min"),
    ],
)  # fmt: skip
def test_durations_have_units_and_are_cut_not_rounded_up(seconds: int, words: str) -> None:
    assert duration(seconds).replace("\u00a0", " ") == words
    assert duration(seconds, at_least=True).replace("\u00a0", " ") == f"≥{words}"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\u00ad", "\x00", "\x1b", "\ufeff", "\U000e0041"])
def test_marks_that_turn_or_hide_text_are_written_out(mark: str) -> None:
    assert shown(f"a{mark}b") == f"a⟨U+{ord(mark):04X}⟩b"


@pytest.mark.parametrize("text", ["plain", "Größe 漢字 عربى", "$x^2$ <b> [a](b)", "7", ""])
def test_all_other_text_is_untouched(text: str) -> None:
    assert shown(text) == text


@given(st.integers(1990, 2090), st.integers(1, 12), st.integers(-400, 400))
def test_shifting_months_there_and_back(year: int, number: int, by: int) -> None:
    month = f"{year:04d}-{number:02d}"
    assert shifted(shifted(month, by), -by) == month


def test_months_have_no_holes() -> None:
    assert every_month(["2026-11", "2026-02", "2025-12"])[:4] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert every_month([]) == []
    assert month_key(pd.Timestamp("2026-10-05")) == month_key("2026-10-05") == "2026-10"
    assert month_name("2026-10") == "Oct 2026"


@given(st.integers(1, 60))
def test_the_last_month_is_always_named(length: int) -> None:
    months = every_month(["2024-03", shifted("2024-03", length - 1)])
    positions, names = tick_names(months)
    assert positions[-1] == length - 1
    assert len(positions) == len(names) <= 10
    assert "<br>" in names[0]


@pytest.mark.parametrize("text", ["plain", "\u202eevil", "a\u200bb", "\U000e0041", "⟨U+ZZ⟩"])
def test_what_is_shown_can_be_read_back(text: str) -> None:
    assert unmarked(shown(text)) == text
