"""What is to be known with a month's figures: what they rest on, and what they leave out. One sentence a note, most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analytics.figures.wording import count, percent, shown
from analytics.reports.monthly.asking import Month
from analytics.reports.monthly.shape import MonthBacklog, Note, OpenClocks
from analytics.reports.standing import OUTCOMES, without_verdict
from analytics.vocabulary import Clock

_RULE = (
    "First response clocks due in the month, judged by the policy, in business time of the tier's calendar; tickets by the day they were"
    " received, escalations by their own."
)


def by_resolution(month: Month) -> dict[str | None, int]:
    """K5: decided first responses of the month that a resolution stopped, by tier."""
    rows = month.facts.rows(
        "SELECT tier, count(*) FROM sla_clocks WHERE clock = 'first_response' AND stopped_by = 'resolution without response'"
        " AND outcome IN ('met', 'breached') AND due_on BETWEEN $first AND $last GROUP BY tier ORDER BY tier",
        {"first": month.first_day, "last": month.last_day},
    )
    return {tier: int(n) for tier, n in rows}


def outcomes(month: Month) -> dict[str, int]:
    """The month's first response clocks by outcome."""
    row = month.row(Clock.FIRST_RESPONSE)
    return {name: int(row[name] or 0) for name in OUTCOMES}


def notes(
    month: Month, phase: tuple[str, str], counts: Mapping[str, int], stood_in: Mapping[str | None, int], open_clocks: OpenClocks,
    backlog: MonthBacklog,
) -> tuple[Note, ...]:  # fmt: skip
    """All notes that this month's data cause."""
    found = [Note("phase", phase[1])] if phase[0] != "closed" else []
    found.append(Note("rule", _RULE))
    if open_clocks.text and (open_clocks.running or phase[0] == "closed"):
        found.append(Note("running", open_clocks.text, open_clocks.running))
    missing = sum(counts[name] for name in ("excluded", "uncovered", "no_target", "unknown"))
    if sum(counts.values()):
        found.append(Note("without_verdict", without_verdict(dict(counts)), missing))
    return (*found, *_of_the_month(month, stood_in), *_of_the_store(month, backlog))


def _of_the_month(month: Month, stood_in: Mapping[str | None, int]) -> Iterator[Note]:
    if stopped := sum(stood_in.values()):
        clocks = "1 first response clock was" if stopped == 1 else f"{count(stopped)} first response clocks were"
        yield Note("stopped_at_resolution", f"{clocks} stopped by the resolution, without a recorded response.", stopped)
    row = month.row(Clock.FIRST_RESPONSE)
    if number := int(row.get("channel_uncovered") or 0):
        share = percent(row["channel_uncovered_share"])
        tickets = f"{count(number)} ticket{'' if number == 1 else 's'}"
        yield Note("channel", f"{tickets} ({share}) came through a channel the policy does not cover.", number)
    flips = int(row["precision_flips"] or 0)
    if flips:
        yield Note("precision", f"{count(flips)} verdicts on times in whole units would be the other way one unit off.", flips)
    given = {"first": month.first_day, "last": month.last_day, "clock": str(Clock.FIRST_RESPONSE)}
    policies = month.facts.rows(
        "SELECT DISTINCT policy FROM sla_clocks WHERE clock = $clock AND due_on BETWEEN $first AND $last AND policy IS NOT NULL"
        " ORDER BY policy", given
    )  # fmt: skip
    if len(policies) > 1:
        names = " and ".join(shown(row[0]) for row in policies)
        yield Note("policies", f"Judged by {names}: each ticket by the policy in force when it was received.")


def _of_the_store(month: Month, backlog: MonthBacklog) -> Iterator[Note]:
    sources = month.facts.rows(
        "SELECT source, responses_recorded, levels_recorded, coalesce(open_not_seen_since, 0) FROM sources"
        " WHERE tickets > 0 ORDER BY source"
    )
    for name, responses, levels, unseen in sources:
        if not responses:
            yield Note("no_responses", f"{shown(name)} records no responses: its first response clocks are unknown.")
        if not levels:
            yield Note("no_levels", f"{shown(name)} records no escalation levels: its tickets are in no escalation figure.")
        if unseen:
            tickets = f"{count(unseen)} open ticket{'' if unseen == 1 else 's'} of {shown(name)}"
            yield Note("not_seen_since", f"{tickets} {'was' if unseen == 1 else 'were'} not in its last export.", int(unseen))
    ((rejected, read),) = month.facts.rows(
        "SELECT (SELECT count(*) FROM rejects), coalesce(sum(TRY_CAST(receipt_json ->> '$.read' AS BIGINT)), 0) FROM loads"
    )
    if rejected:
        yield Note("rejected", f"{count(rejected)} of {count(read)} rows of all loads were rejected and are in no figure.", int(rejected))
    if backlog.unplaced:
        yield Note("unplaced", f"The backlog leaves out {count(backlog.unplaced)} tickets: the data cannot say when they were closed.",
                   backlog.unplaced)  # fmt: skip
