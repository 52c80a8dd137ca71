"""The summary as the text of an e-mail: a subject line, and a body that any mail program shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from analytics.figures.wording import count, month_name, percent, shown
from analytics.reports.monthly.shape import RankedValues, TierRow
from analytics.reports.monthly.summary import MonthlySummary

WIDTH = 76


def subject(summary: MonthlySummary) -> str:
    """One line: the month, whether it is closed, and first response attainment on how many. No word of an export stands in it."""
    name = f"Support in {month_name(summary.month)}"
    state = "" if summary.phase == "closed" else f" ({summary.phase})"
    figure = summary.figure("attainment", "first_response")
    said = "no first response decided"
    if figure and figure.value is not None:
        said = f"first response {percent(figure.value)} in time ({count(figure.numerator)} of {count(figure.denominator)})"
    mark = "[Sample data] " if summary.is_samples else ""
    restated = ", restated" if summary.restatement else ""
    return f"{mark}{name}{state}: {said}{restated}".replace("\u00a0", " ")


def body(summary: MonthlySummary) -> str:
    """The report in plain text, wrapped; tables are aligned for a fixed width."""
    return "\n".join(line.replace("\u00a0", " ").rstrip() for line in _lines(summary)) + "\n"


def _lines(summary: MonthlySummary) -> Iterator[str]:
    if summary.is_samples:
        yield from (*_wrapped("Sample data: made-up tickets, no real ones."), "")
    yield from _wrapped(summary.sentence)
    if summary.restatement:
        yield from ("", *_wrapped(f"Restated: {summary.restatement.text}"))
    yield from _section("Figures", _table([[one.title, one.value_text, one.beneath] for one in summary.figures], right=1))
    tiers = [[_tier(row), row.attainment_text, row.met_text or row.note, row.elapsed_p50_text, row.goal_text] for row in summary.tiers]
    yield from _section("First response by tier and priority (share met, of decided, median)", _table(tiers, right=1))
    yield from _section("Changed", (line for one in summary.changed for line in _item(one.text)))
    for title, found in (("Groups", summary.groups), ("Organisations", summary.organisations)):
        yield from _section(f"{title} with more breaches than expected", _ranked(found))
    yield from _section("Backlog", _wrapped(summary.backlog.text))
    yield from _section("Notes", (line for one in summary.notes for line in _item(one.text)))
    origin = summary.provenance
    stands = ", ".join(f"{shown(source.name)} as of {source.as_of}" for source in origin.sources)
    yield from _section("From", _wrapped(f"Store version {origin.version}; {stands}; Sundial {origin.program_version}."))


def _tier(row: TierRow) -> str:
    return shown(row.tier, "no tier") if row.is_total else f"  {shown(row.priority, 'no priority')}"


def _ranked(found: RankedValues) -> Iterator[str]:
    for row in found.worst:
        sure = "" if row.beyond_chance else ", within chance"
        yield from _item(f"{shown(row.value)}: {row.rate_text}, {row.excess_text} beyond expected{sure}")


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under a heading; nothing where there are none."""
    found = list(lines)
    if found:
        yield from ("", title, "-" * min(len(title), WIDTH), *found)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(shown(text), WIDTH, break_long_words=False, break_on_hyphens=False)


def _item(text: str) -> list[str]:
    return textwrap.wrap(
        shown(text), WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )  # fmt: skip


def _table(rows: Sequence[Sequence[str]], right: int) -> Iterator[str]:
    """Columns side by side; the one at `right` to the right."""
    if not rows:
        return
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (text.rjust(width) if place == right else text.ljust(width)
                 for place, (text, width) in enumerate(zip(row, widths, strict=True)))  # fmt: skip
        yield "  ".join(cells)
