"""Monthly summaries made up by hand: any size, any name, without a store."""

from __future__ import annotations

from dataclasses import replace

from analytics.figures.wording import count
from analytics.reports.monthly import (
    BreachedTicket,
    ChangeLine,
    EscalatedTicket,
    Figure,
    MonthBacklog,
    MonthlySummary,
    Note,
    OpenClocks,
    TicketsBehind,
    TierRow,
)
from tests.reports.writers.parts import HOSTILE, MONTH, compared, figure, provenance, ranked, series_month, tier_row


def made_up(
    names: tuple[str | None, ...] = ("Network", "Field services", "Identity", "Storage", "Mail", "Desktop"), months: int = 13
) -> MonthlySummary:
    """A closed month of a busy desk; `names` are those of its groups and organisations."""
    same = tuple(
        ChangeLine("figure", n, "first_response", t, f"{t} is within its usual range.", None, None)
        for n, t in (("attainment", "Attainment"), ("breach_rate", "Breach rate"), ("escalation_frequency", "Escalations per 100"))
    )
    series = tuple(series_month(place, months) for place in range(months))
    return MonthlySummary(
        MONTH,
        "October 2026",
        "closed",
        "Closed: every source stands after its end",
        True,
        False,
        (
            "Enterprise answered 96.8 % within 30 minutes (n = 412), within its usual range; "
            "Standard fell to 87.7 % (n = 927), the lowest in 13 months.",
            f"Two thirds of Standard's breaches, 76 of 114, were in {names[0]}.",
        ),
        _figures(),
        series,
        _tiers(),
        series[-1].levels if series else (),
        True,
        ranked("group", names),
        ranked("organisation", names[::-1]),
        MonthBacklog(
            "2026-10-31", 214, 201, 190, 1_371, 12, 1_370, 6, 41, True, 0, "201 at the start, 1,371 came, 12 reopened, 1,370 left"
        ),
        _open_clocks(),
        _changed(),
        same,
        (),
        _notes(),
        provenance(),
    )


def _figures() -> tuple[Figure, ...]:
    return (
        figure(
            "attainment",
            "Attainment",
            1212 / 1339,
            "share",
            "90.5 %",
            low=0.888,
            high=0.919,
            interval_text="88.8–91.9 %",
            standing="within its usual range",
            previous=compared(0.91),
            year_before=compared(0.9),
        ),
        figure("breached", "Breached", 127, "count", "127", beneath="of 1,339 decided, 9.5 %"),
        figure("overdue", "Overdue", 14, "count", "14", beneath="still open, of 127 breached"),
        figure("elapsed_p50", "Median first response", 6_420, "seconds", "1 h 47 min", beneath="business time, n = 1,339"),
        figure("elapsed_p90", "90th percentile", 31_500, "seconds", "≥8 h 45 min", beneath="business time, n = 1,339", is_at_least=True),
        figure(
            "escalation_frequency",
            "Escalations per 100",
            4.23,
            "per 100 tickets",
            "4.2",
            clock=None,
            beneath="58 of 1,371 tickets",
            standing="above its usual range",
            previous=compared(3.1, "n", "up"),
        ),
    )


def _tiers() -> tuple[TierRow, ...]:
    return (
        tier_row("Enterprise", None, 399, 412, 0.95),
        *(tier_row("Enterprise", p, m, n) for p, m, n in (("High", 120, 127), ("Medium", 180, 184), ("Low", 99, 101))),
        tier_row("Standard", None, 813, 927),
        *(tier_row("Standard", p, m, n) for p, m, n in (("High", 210, 260), ("Medium", 400, 440), ("Low", 203, 227))),
    )


def _changed() -> tuple[ChangeLine, ...]:
    return (
        ChangeLine(
            "tier",
            "Standard",
            "first_response",
            "Standard attainment",
            "Standard attainment fell from 91.2 % to 87.7 % (−3.5 points, 95 % interval −6.1 to −0.9), beyond its usual range.",
            "down",
            False,
        ),
    )


def _open_clocks() -> tuple[OpenClocks, ...]:
    return (
        OpenClocks(
            "first_response",
            9,
            0,
            2,
            14,
            1212 / 1339,
            0.912,
            0.898,
            "91.2 %",
            "89.8 %",
            "9 clocks still run: attainment can end between 89.8 % and 91.2 %.",
        ),
    )


def _notes() -> tuple[Note, ...]:
    return (
        Note("placed", "First response clocks due in the month, judged by the policy; business time of the tier's calendar."),
        Note(
            "without_verdict",
            "Outside the rates: 32 of 1,371 tickets (2.3 %): 20 excluded by the policy; 12 of a tier the policy does not know.",
            32,
        ),
        Note("uncovered_channel", "41 tickets (3.0 %) came through a channel the policy does not cover.", 41),
    )


def hostile() -> MonthlySummary:
    """Names that mean something to a template, a browser, a spreadsheet or an eye."""
    found = made_up(HOSTILE)
    rows = tuple(tier_row(name, None, 90 + place, 100) for place, name in enumerate(HOSTILE))
    notes = tuple(Note(f"note_{place}", f"{count(place)}: {name}") for place, name in enumerate(HOSTILE))
    return replace(
        found, tiers=rows, notes=notes, sentences=tuple(f"Answered by {name}." for name in HOSTILE[:6]), groups=ranked("group", HOSTILE[6:])
    )


def empty() -> MonthlySummary:
    """A month without a ticket."""
    found = made_up()
    none = replace(ranked("group", ()), recorded=False, breached=0, decided=0, breach_rate=None, rate_text="none decided", few_values=0)
    nothing = tuple(
        replace(
            one,
            value=None,
            value_text="none decided",
            numerator=None,
            denominator=0,
            beneath="0 of 0 decided met",
            standing="",
            previous=None,
        )
        for one in found.figures
    )
    series = tuple(
        replace(
            month,
            tickets=0,
            decided=0,
            met=0,
            attainment=None,
            low=None,
            high=None,
            lower_limit=None,
            upper_limit=None,
            signals=(),
            levels=(),
        )
        for month in found.series
    )
    return replace(
        found,
        sentences=("No first response was decided in October 2026.",),
        figures=nothing,
        series=series,
        tiers=(),
        levels=(),
        levels_recorded=False,
        groups=none,
        organisations=none,
        changed=(),
        unchanged=(),
    )


def nothing_decided() -> MonthlySummary:
    """A month with tickets of which none is decided, in a store that names no instant it stands at."""
    found = empty()
    series = tuple(replace(month, tickets=40) for month in found.series)
    rows = tuple(
        replace(tier_row(tier, None, 0, 0), note="12 still running", met_text="", previous=None) for tier in ("Enterprise", "Standard")
    )
    sources = tuple(replace(source, as_of="") for source in found.provenance.sources)
    return replace(found, series=series, tiers=rows, provenance=replace(found.provenance, sources=sources))


def behind(breached: int = 40, escalated: int = 20) -> TicketsBehind:
    """Tickets behind the month."""
    one = BreachedTicket(
        "service-desk",
        "SD-1",
        "Standard",
        "High",
        "Network",
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        "open",
        "2026-10-02T14:00:00Z",
        "2026-10-05T14:00:00Z",
        None,
        "1 business day",
        40_000,
        7_600,
        90_000,
        True,
    )
    two = EscalatedTicket(
        "service-desk",
        "SD-1",
        2,
        "-1+1",
        "2026-10-07T14:00:00Z",
        "2026-10-02T14:00:00Z",
        "Standard",
        "High",
        "Network",
        None,
        "open",
        40_000,
        432_000,
    )
    return TicketsBehind(
        tuple(replace(one, ticket_id=f"SD-{n}") for n in range(breached)),
        breached + 7,
        tuple(replace(two, ticket_id=f"SD-{n}") for n in range(escalated)),
        escalated,
    )
