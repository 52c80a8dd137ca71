"""Judge tickets of a store version: the facts of schema.sql, built in order from the folded states and the policy.

Everything is done in bulk SQL. Business time is asked of `BusinessTime`, one relation at a time; what the policy says of a ticket
comes from joins with its tables. The same data gives the same facts: nothing here knows the time of day (T3).

Only the tickets of `states_now` are judged, a batch at a time, so that memory is that of a batch. Per batch `ticket_times` holds its
tickets, `standing_states` their states, `changes_now` their changes and, once they are inserted, `judged_now` their rows of
`judged_tickets`; every fact is made from these alone. Tickets without any history are judged in one pass, and `ticket_times` is empty
until they are. Before a part of the store is judged, its tickets' rows are deleted from all
tables of `FACTS`. A new fact table belongs there, and no fact may look at a ticket beside these relations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from analytics.business_time import Calendar
from analytics.business_time.bulk import BusinessTime
from analytics.business_time.zone import ZoneReading
from analytics.vocabulary import Clock, Outcome
from analytics.warehouse import Database
from analytics.warehouse.database import text

_HERE = Path(__file__).parent

FACTS = ("judged_tickets", "ticket_pauses", "escalations", "reopened_spells", "eligible_escalations", "recorded_clock_parts")
"""All tables of facts. Each has source and ticket_id, and its rows of a ticket are made from that ticket alone."""

Bounds = Mapping[Clock, str | None]
"""By clock a relation that bounds its spans; None: the spans are read for it."""

BATCH_TICKETS = 10 * 122_880
"""How many states are judged together in steps: whole row groups of the engine, and some 500 MB."""

ONE_PASS_TICKETS = 50 * 122_880
"""How many are judged together in one pass, which keeps nothing of them: a batch has costs of its own, and tells how far judging is."""

LONGEST_DUE = timedelta(days=10 * 366)
"""Due instants lie beyond every instant of the data: so far beyond, the reporting zone is read exactly (T4)."""


def judge(
    db: Database, calendars: Mapping[int, Calendar], reporting_zone: str, loaded_at: datetime,
    on_share: Callable[[float], None] = lambda share: None,
) -> None:  # fmt: skip
    """Fill the tables of `FACTS` with the facts of the tickets in `states_now`. Outside of them they hold no rows of these tickets.

    In: what folding leaves (folding.py of intake), and the policy's tables with the calendar of each calendar_id. `loaded_at` (naive
    UTC) is the latest load's moment: instants after it are faults (T3). `on_share` hears how much is done, 0 to 1.
    Runs in one transaction: row numbers must not change in it.
    """
    first, last = _horizon(db, loaded_at)
    _name_zone_and_policy(db, reporting_zone, first, last)
    time = BusinessTime(db, calendars, first, last)
    db.run_file(_HERE / "policy_words.sql")
    batches = _batches(db, time)
    for number, (above, up_to) in enumerate(batches):
        on_share(number / len(batches))
        _name_standing(db, above, up_to)
        _judge_batch(db, time, loaded_at)


def create_facts(db: Database) -> None:
    """All tables of `FACTS`, empty, and their views."""
    db.run_file(_HERE / "schema.sql")


def forget(db: Database) -> None:
    """Delete the rows of the tickets in `tickets_now` from all tables of `FACTS`."""
    for table in FACTS:
        db.run(f"DELETE FROM {table} AS f USING tickets_now AS t WHERE t.source = f.source AND t.ticket_id = f.ticket_id")  # noqa: S608


def _batches(db: Database, time: BusinessTime) -> list[tuple[int, int]]:
    """Bounds of state numbers, each (above, up to), with about as many states between them as are to be judged together."""
    ((states, last),) = db.rows("SELECT count(*), coalesce(max(state_no), -1) FROM states_now")
    _name_standing(db, -1, last)
    batches = max(1, -(-int(states) // (ONE_PASS_TICKETS if _is_one_pass(db, time) else BATCH_TICKETS)))
    shares = [number / batches for number in range(1, batches)]
    if states == last + 1:
        inner = [int(share * states) - 1 for share in shares]
    else:
        inner = db.rows("SELECT quantile_disc(state_no, $shares) FROM states_now", {"shares": shares})[0][0] if shares else []
    bounds = [-1, *inner, int(last)]
    return list(pairwise(bounds))


def _name_standing(db: Database, above: int, up_to: int) -> None:
    """`standing_states`: the states that stand, of those with the numbers behind `above`, up to `up_to`."""
    db.run(f"""
        CREATE OR REPLACE TEMP VIEW standing_states AS
        SELECT s.* FROM states_now AS s ANTI JOIN overruled_states AS o ON o.state_no = s.state_no
        WHERE s.state_no > {above} AND s.state_no <= {up_to}
    """)  # noqa: S608  numbers of rows


def _judge_batch(db: Database, time: BusinessTime, loaded_at: datetime) -> None:
    db.run_file(_HERE / "ticket_times.sql")
    at_once = _is_one_pass(db, time)
    _name_times(db, at_once)
    _targets_in_days(db, time)
    _pauses(db, time)
    db.run_file(_HERE / "holders.sql")
    db.run_file(_HERE / "escalation_spans.sql")
    db.run_file(_HERE / "open_spells.sql")
    bounds = {clock: f"(SELECT * FROM batch_spans WHERE clock = '{clock}')" if at_once else None for clock in Clock}  # noqa: S608  our words
    _elapsed(db, time, bounds)
    _due(db, time, bounds)
    ((last,),) = db.rows("SELECT coalesce(max(rowid), -1) FROM judged_tickets")
    db.run_file(_HERE / "judged_tickets.sql", {"loaded_at": loaded_at})
    _name_judged(db, at_once, last)
    if at_once:
        db.run_file(_HERE / "times_of_judged.sql")
    else:
        time.elapsed("escalation_spans", "escalations_elapsed")
        db.run_file(_HERE / "escalations.sql")
        db.run_file(_HERE / "reopened_spells.sql")
        db.run_file(_HERE / "clock_parts.sql")
        time.elapsed("part_spans", "part_spans_elapsed")
        db.run_file(_HERE / "recorded_clock_parts.sql")
    db.run_file(_HERE / "ladder_spans.sql")
    time.due("ladder_spans", "ladder_dues")
    db.run_file(_HERE / "eligible_escalations.sql")


def _is_one_pass(db: Database, time: BusinessTime) -> bool:
    """Whether the tickets of `standing_states` can be judged in one pass. Leaves `batch_spans`, which bounds all their spans.

    They can where nothing but its own state decides on any of them: no changes, rows of logs or levels, no target in days.
    """
    db.run_file(_HERE / "batch_spans.sql")
    ((found,),) = db.rows("""
        SELECT EXISTS (SELECT 1 FROM changes_now)
            OR EXISTS (SELECT 1 FROM standing_states WHERE is_event)
            OR EXISTS (SELECT 1 FROM standing_states WHERE level > 0 AND escalated_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM targets_of WHERE response_days IS NOT NULL OR resolution_days IS NOT NULL)
    """)
    return not found and time.reaches("batch_spans")


def _name_times(db: Database, at_once: bool) -> None:
    """`times_now`: what is judged; `ticket_times`: what the steps around it read. At once: nothing is kept, and these read nothing."""
    if not at_once:
        db.run("CREATE OR REPLACE TEMP TABLE kept_times AS SELECT * FROM timed_tickets")
    db.run(f"""
        CREATE OR REPLACE TEMP VIEW times_now AS
        SELECT t.*, g.* EXCLUDE (target_no) FROM {"timed_tickets" if at_once else "kept_times"} AS t
        LEFT JOIN targets_of AS g ON g.target_no = t.target_no;
        CREATE OR REPLACE TEMP VIEW ticket_times AS SELECT * FROM times_now WHERE {not at_once}
    """)  # noqa: S608  names of ours


def _name_judged(db: Database, at_once: bool, last: int) -> None:
    """`judged_now`: the batch's rows of `judged_tickets`, behind row `last`, with the state_no that `ticket_times` has for them."""
    of_step = "JOIN kept_times AS t ON t.source = j.source AND t.ticket_id = j.ticket_id"
    number, joined = ("j.rowid", "") if at_once else ("t.state_no", of_step)
    db.run(f"""
        CREATE OR REPLACE TEMP VIEW judged_now AS
        SELECT {number} AS state_no, j.* FROM judged_tickets AS j {joined} WHERE j.rowid > {last}
    """)  # noqa: S608  names of ours, a number


def _horizon(db: Database, loaded_at: datetime) -> tuple[datetime, datetime]:
    """The first and last instant any clock can have, before its due instant (the calendars widen themselves for those, C7)."""
    ((first, last),) = db.rows("""
        SELECT min(coalesce(s.received_at, s.updated_at)), max(greatest(s.received_at, q.as_of,
            s.first_response_at, s.resolved_at, s.closed_at, s.response_due_at, s.resolution_due_at))
        FROM states_now AS s JOIN source_states AS q ON q.source = s.source
    """)
    return (first or loaded_at), (last or loaded_at)


def _name_zone_and_policy(db: Database, reporting_zone: str, first: datetime, last: datetime) -> None:
    """Macros: the reporting zone's wall clock (T4), and the policy version in force at an instant (P3)."""
    reading = ZoneReading(reporting_zone, first, last + LONGEST_DUE)
    db.run(f"CREATE OR REPLACE TEMP MACRO reporting_local(t) AS ({reading.local_sql('t')})")
    versions = db.rows("SELECT policy_id, effective_at, ends_at, name, label FROM policy_versions ORDER BY policy_id")
    in_force = " ".join(f"WHEN t >= TIMESTAMP '{start}' AND t < TIMESTAMP '{end}' THEN {number}" for number, start, end, _, _ in versions)
    names = " ".join(f"WHEN {number} THEN {text(f'{name} {label}')}" for number, _, _, name, label in versions)
    db.run(f"CREATE OR REPLACE TEMP MACRO policy_in_force(t) AS (CASE {in_force} END)")
    words = ", ".join(sorted(text(outcome) for outcome in Outcome))
    db.run(f"CREATE OR REPLACE TEMP MACRO outcome(word) AS CAST(word AS ENUM ({words}))")
    db.run(f"CREATE OR REPLACE TEMP MACRO policy_in_force_name(id) AS (CASE id {names} END)")


def _targets_in_days(db: Database, time: BusinessTime) -> None:
    """Targets in business days under a close-of-day reading (P2) become seconds: the business time up to that close."""
    db.run("""
        CREATE OR REPLACE TEMP TABLE day_targets AS
        SELECT state_no, 'first_response' AS clock, response_calendar_id AS calendar_id, received_at AS started_at,
            CAST(NULL AS BIGINT) AS target_seconds, response_days AS target_days, response_reading AS reading, 'closing' AS landing
        FROM ticket_times WHERE response_days IS NOT NULL
        UNION ALL
        SELECT state_no, 'resolution', resolution_calendar_id, received_at, NULL, resolution_days, resolution_reading, 'closing'
        FROM ticket_times WHERE resolution_days IS NOT NULL
    """)
    time.due("day_targets", "day_dues")
    db.run("CREATE OR REPLACE TEMP VIEW day_spans AS SELECT state_no, clock, calendar_id, started_at, due_at AS stopped_at FROM day_dues")
    time.elapsed("day_spans", "day_targets_in_seconds")


def _pauses(db: Database, time: BusinessTime) -> None:
    """Pauses in business time, and by how much each moves its clock's due instant (K6)."""
    db.run_file(_HERE / "pauses.sql")
    time.elapsed("pauses", "pauses_elapsed")
    db.run("""
        INSERT INTO ticket_pauses BY NAME
        SELECT t.source, t.ticket_id, p.started_at, p.stopped_at, p.is_open, p.elapsed_seconds AS business_seconds
        FROM pauses_elapsed AS p JOIN ticket_times AS t ON t.state_no = p.state_no
    """)
    db.run("""
        CREATE OR REPLACE TEMP VIEW spans_before_pauses AS
        SELECT state_no, calendar_id, received_at AS started_at, started_at AS stopped_at FROM pauses
    """)
    time.elapsed("spans_before_pauses", "before_pauses")
    db.run_file(_HERE / "pause_shifts.sql")


def _elapsed(db: Database, time: BusinessTime, bounds: Bounds) -> None:
    """Business time of both clocks, up to the stop or the source's as_of. Pauses still in. Views: nothing is counted before it is read."""
    db.run("""
        CREATE OR REPLACE TEMP VIEW response_spans AS
        SELECT *, response_calendar_id AS calendar_id, received_at AS started_at,
            greatest(received_at, coalesce(response_stopped_at, as_of)) AS stopped_at
        FROM times_now
    """)
    db.run(f"CREATE OR REPLACE TEMP VIEW response_measured AS {time.elapsed_sql('response_spans', bounds[Clock.FIRST_RESPONSE])}")
    db.run("""
        CREATE OR REPLACE TEMP VIEW resolution_spans AS
        SELECT * EXCLUDE (calendar_id, stopped_at, elapsed_seconds), elapsed_seconds AS response_elapsed_seconds,
            resolution_calendar_id AS calendar_id, greatest(received_at, coalesce(resolution_stopped_at, as_of)) AS stopped_at
        FROM response_measured
    """)
    db.run(f"CREATE OR REPLACE TEMP VIEW both_measured AS {time.elapsed_sql('resolution_spans', bounds[Clock.RESOLUTION])}")


def _due(db: Database, time: BusinessTime, bounds: Bounds) -> None:
    """When each clock with a target is due: the target and what pauses moved it by. Leaves `judged_times`."""
    db.run("""
        CREATE OR REPLACE TEMP VIEW response_targets AS
        SELECT m.* EXCLUDE (calendar_id, stopped_at, elapsed_seconds), m.elapsed_seconds AS resolution_elapsed_seconds,
            m.response_calendar_id AS calendar_id, coalesce(m.response_stated_seconds, d.elapsed_seconds) AS target_seconds,
            CAST(NULL AS INTEGER) AS target_days, 'elapsed' AS reading,
            CASE WHEN m.response_days IS NULL THEN m.response_landing ELSE 'closing' END AS landing
        FROM both_measured AS m
        LEFT JOIN day_targets_in_seconds AS d ON d.state_no = m.state_no AND d.clock = 'first_response'
    """)
    db.run(f"CREATE OR REPLACE TEMP VIEW response_judged AS {time.due_sql('response_targets', bounds[Clock.FIRST_RESPONSE])}")
    db.run("""
        CREATE OR REPLACE TEMP VIEW resolution_targets AS
        SELECT j.* EXCLUDE (calendar_id, target_seconds, landing, due_at),
            j.target_seconds AS response_target_seconds, j.due_at AS response_due_at,
            j.resolution_calendar_id AS calendar_id, coalesce(j.resolution_stated_seconds, d.elapsed_seconds) AS resolution_target_seconds,
            coalesce(j.resolution_stated_seconds, d.elapsed_seconds) + coalesce(p.due_shift_seconds, 0) AS target_seconds,
            CASE WHEN j.resolution_days IS NULL THEN j.resolution_landing ELSE 'closing' END AS landing
        FROM response_judged AS j
        LEFT JOIN day_targets_in_seconds AS d ON d.state_no = j.state_no AND d.clock = 'resolution'
        LEFT JOIN pause_shifts AS p ON p.state_no = j.state_no
    """)
    db.run(f"CREATE OR REPLACE TEMP VIEW resolution_judged AS {time.due_sql('resolution_targets', bounds[Clock.RESOLUTION])}")
    # A due instant at which a pause begins moves to its end: a paused clock cannot become overdue (K4).
    db.run("""
        CREATE OR REPLACE TEMP VIEW judged_times AS
        SELECT j.* EXCLUDE (started_at), coalesce(p.stopped_at, j.due_at) AS resolution_due_at
        FROM resolution_judged AS j
        LEFT JOIN pauses AS p ON p.state_no = j.state_no AND p.started_at <= j.due_at AND j.due_at < p.stopped_at
    """)
