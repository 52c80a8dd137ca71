"""What changed beyond the usual range and what did not: every tested figure once, in one of three lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from analytics.figures.wording import month_name, shown
from analytics.reports.monthly.asking import CHARTED
from analytics.reports.monthly.shape import ChangeLine, Compared, Figure, LevelMonth, TierRow
from analytics.reports.monthly.wording import is_judged, is_unusual


class Changes(NamedTuple):
    """changed: unlike the month or the year before, or unlike the other months; untested: what could not be said, and why."""

    changed: tuple[ChangeLine, ...]
    unchanged: tuple[ChangeLine, ...]
    untested: tuple[ChangeLine, ...]


class _Tested(NamedTuple):
    about: str
    of: str
    clock: str | None
    title: str
    now: str
    standing: str
    compared: tuple[Compared | None, Compared | None]


def changes(figures: Iterable[Figure], tiers: Iterable[TierRow], levels: Iterable[LevelMonth]) -> Changes:
    """The figures that have a test, the tiers' attainment and the levels' frequency, sorted by what the tests say."""
    tested = [_Tested("figure", one.name, one.clock, one.title, f"{one.value_text} ({one.beneath})", one.standing,
                      (one.previous, one.year_before)) for one in figures if one.name in CHARTED and one.value is not None]  # fmt: skip
    tested += [_Tested("tier", shown(row.tier, "no tier"), "first_response", f"{shown(row.tier, 'No tier')}: first response attainment",
                       f"{row.attainment_text} ({row.met_text})", row.standing, (row.previous, row.year_before))
               for row in tiers if row.is_total and row.decided]  # fmt: skip
    tested += [_Tested("level", str(one.level), None, f"Escalations to level {one.level}", one.text, "", (one.previous, one.year_before))
               for one in levels if one.frequency is not None]  # fmt: skip
    lists: tuple[list[ChangeLine], list[ChangeLine], list[ChangeLine]] = ([], [], [])
    for one in tested:
        place, line = _line(one)
        lists[place].append(line)
    return Changes(*(tuple(one) for one in lists))


def _line(one: _Tested) -> tuple[int, ChangeLine]:
    known = [then for then in one.compared if then is not None]
    unusual = [then for then in known if then.usual is False]
    reasons = [f"{then.arrow} {then.difference_text} from {then.value_text} in {month_name(then.month)}, outside the usual range"
               for then in unusual]  # fmt: skip
    if is_unusual(one.standing):
        reasons.append(one.standing)
    arrow = unusual[0].arrow if unusual else None
    better = unusual[0].is_better if unusual else None
    if reasons:
        return 0, ChangeLine(one.about, one.of, one.clock, one.title, f"{one.title}: {one.now}; {'; '.join(reasons)}.", arrow, better)
    if is_judged(one.standing) or any(then.usual for then in known):
        usual = [then.text for then in known if then.usual]
        text = "; ".join([f"{one.title}: {one.now}", *([one.standing] if one.standing else []), *usual])
        return 1, ChangeLine(one.about, one.of, one.clock, one.title, f"{text}.", None, None)
    why = one.standing or next((then.status for then in known), "nothing to compare with")
    return 2, ChangeLine(one.about, one.of, one.clock, one.title, f"{one.title}: {one.now}; {why}.", None, None)
