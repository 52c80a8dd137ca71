"""Parts of a monthly summary, made up by hand."""

from __future__ import annotations

from dataclasses import replace

from analytics.figures.months import shifted
from analytics.figures.wording import of, per_hundred, percent
from analytics.reports.monthly import (
    Compared,
    Figure,
    LevelMonth,
    LoadLine,
    PolicyLine,
    Provenance,
    RankedRow,
    RankedValues,
    RuleLine,
    SeriesMonth,
    SourceLine,
    TierRow,
)

MONTH = "2026-10"
LONG = "Regional Infrastructure and Connectivity Operations Centre North-West, third shift"
HOSTILE = (
    "#set page()",
    "<script>alert(1)</script>",
    "$x^2$",
    "=1+1",
    "a\u202ecilbup",
    "*bold* _it_ `raw` @ref //",
    "\\u{41} #panic()",
    "日本支社 🎉",
    "</style><img src=x onerror=alert(1)>",
    "-->",
    "العربية",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308algo",
    "\x00tab\there",
    "{{x}}",
    "",
)


def compared(value: float, unit: str = "share", arrow: str | None = None, month: str = "2026-09") -> Compared:
    text = percent(value) if unit == "share" else f"{value:g}"
    status = "outside the usual range" if arrow else "within the usual range"
    return Compared(
        month,
        value,
        text,
        380,
        400,
        0.01,
        "+1.0 points",
        -0.01,
        0.03,
        0.05,
        arrow is None,
        status,
        arrow,
        arrow == "up" if arrow else None,
        f"after {text} in Sep 2026",
    )


def figure(
    name: str, title: str, value: float | None, unit: str, text: str, clock: str | None = "first_response", **more: object
) -> Figure:
    found = Figure(
        name, clock, title, value, unit, text, 1_212, 1_339, None, None, "", False, "1,212 of 1,339 decided met", "What it is.", "K3 K8"
    )
    return replace(found, **more)  # type: ignore[arg-type]


def level_month(level: int, name: str | None, escalations: int, tickets: int) -> LevelMonth:
    frequency = escalations / tickets * 100
    return LevelMonth(
        level,
        name,
        escalations,
        tickets,
        frequency,
        frequency * 0.8,
        frequency * 1.2,
        f"{per_hundred(frequency)} ({of(escalations, tickets)})",
    )


def series_month(place: int, months: int) -> SeriesMonth:
    month = shifted(MONTH, place - months + 1)
    decided = 1_150 + (place * 97) % 300
    met = round(decided * (0.905 + 0.02 * ((place * 7) % 5 - 2) / 2))
    if place == months - 5:
        met = round(decided * 0.83)
    levels = tuple(
        level_month(n, name, e, decided + 30)
        for n, name, e in (
            (1, "Support team lead", 40 + place % 4 * 6),
            (2, "Department manager", 14 + place % 3 * 3),
            (3, "Executive management", 5 + place % 2),
        )
    )
    return SeriesMonth(
        month,
        False,
        decided + 30,
        decided,
        met,
        met / decided,
        met / decided - 0.015,
        met / decided + 0.015,
        0.872,
        0.931,
        ("beyond three sigma",) if place == months - 5 else (),
        levels,
    )


def tier_row(tier: str | None, priority: str | None, met: int, decided: int, goal: float | None = None) -> TierRow:
    rate = met / decided if decided else None
    return TierRow(
        tier,
        priority,
        priority is None,
        True,
        "30 minutes" if tier == "Enterprise" else "1 business day",
        decided + 12,
        decided,
        met,
        decided - met,
        3,
        9,
        2,
        rate,
        None if rate is None else rate - 0.021,
        None if rate is None else min(rate + 0.018, 1.0),
        percent(rate, "none decided"),
        "" if rate is None else f"{(rate - 0.021) * 100:.1f}–{min(rate + 0.018, 1.0) * 100:.1f} %",
        of(met, decided),
        6_420,
        "1 h 47 min",
        31_500,
        "8 h 45 min",
        21,
        4.2,
        "4.2",
        goal,
        None if goal is None or rate is None else rate >= goal,
        "" if goal is None else f"{percent(goal)}, {'met' if rate and rate >= goal else 'missed'}",
        "" if decided else "no decided tickets",
        previous=compared((rate or 0.9) - 0.012),
    )


def ranked_row(value: str | None, breached: int, decided: int, beyond: bool = True) -> RankedRow:
    rate = breached / decided
    expected = decided * 0.095
    return RankedRow(
        value,
        breached,
        decided,
        rate,
        rate - 0.02,
        rate + 0.02,
        percent(rate),
        "12.1–18.0 %",
        expected,
        breached - expected,
        f"+{breached - expected:.1f}",
        beyond,
        compared(rate + 0.02),
    )


def ranked(dimension: str, names: tuple[str | None, ...]) -> RankedValues:
    worst = tuple(ranked_row(name, 60 - place * 9, 320 - place * 20, place < 2) for place, name in enumerate(names[:5]))
    improved = tuple(ranked_row(name, 9, 210) for name in names[5:6])
    return RankedValues(dimension, True, 20, 14, 127, 1_339, 0.095, "9.5 %", worst, improved, (), (), 6, 4, 51)


def provenance() -> Provenance:
    return Provenance(
        "5f1c9a7e2b3d44f0a1b2c3d4e5f60718",
        "0.1.0",
        "America/Chicago",
        (SourceLine("service-desk", "2026-11-16T12:00:00Z", 22_082, True, True, 0),),
        (
            LoadLine("tickets.csv", "service-desk", "ab" * 32, "cd" * 32, "sundial_sample", "2026-11-16T12:00:00Z"),
            LoadLine("events.csv", "service-desk", "ef" * 32, "01" * 32, "sundial_sample_events", "2026-11-16T12:00:00Z"),
        ),
        (PolicyLine("Default policy", "2024", "23" * 32, None),),
        (RuleLine("K3", "Decided is met and breached."), RuleLine("K8", "Placed by due instant.")),
        44_100,
        12,
    )
