"""One file taken in: found, typed, accounted for, kept. The composition of intake's parts for a writer's database."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.business_time.zone import local_to_utc, zone
from analytics.errors import FileRefused, TimezoneNeeded
from analytics.intake.arriving import Counts, check_parser, count, gather, hash_repeated, hash_stored, keep
from analytics.intake.customers import read_customers, tier_sql
from analytics.intake.detective.zone_evidence import zone_candidates
from analytics.intake.export_format import ExportFormat, Layout
from analytics.intake.fields import canonical_name, stored_name
from analytics.intake.instants import FIRST_INSTANT, LAST_INSTANT
from analytics.intake.limits import FileLimits
from analytics.intake.looking_up import keep_lookup, values_not_found
from analytics.intake.options import LoadOptions
from analytics.intake.records import Records
from analytics.intake.rejecting import reject, write_rejects
from analytics.intake.several_files import Coming, FilesOfOneLoad, resolved
from analytics.intake.typed_rows import reader_sql, stage, telling
from analytics.intake.unknown_layout import reading_of
from analytics.warehouse import Database
from analytics.warehouse.database import text

Progress = Callable[[str, float | None], None]
"""Line, column, reason and raw text."""


@dataclass(frozen=True)
class TakenIn:
    """What became of one file. Times in UTC."""

    load_id: int
    file_name: str
    format: str
    title: str
    source: str
    timezone: str | None
    as_of: datetime | None
    counts: Counts
    warnings: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    read_as: Mapping[str, Any] = field(default_factory=dict)
    mapping: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The receipt's part for this file, in the names of L1."""
        return asdict(self.counts) | {
            "load_id": self.load_id, "file": self.file_name, "format": self.format, "title": self.title, "source": self.source,
            "timezone": self.timezone, "as_of": self.as_of.isoformat() + "Z" if self.as_of else None,
            "warnings": self.warnings, "reject_reasons": self.reasons, "notes": list(self.notes), "mapping": list(self.mapping),
            "read_as": dict(self.read_as),
        }  # fmt: skip


@dataclass(frozen=True)
class Taking:
    """What is the same for all files of a load: its first and last number, the moment (naive UTC), formats and reporting zone."""

    together: int
    loaded_at: datetime
    formats: Mapping[str, ExportFormat]
    reporting_zone: str
    last_load_id: int
    call: FilesOfOneLoad


def take_in(db: Database, one: Coming, taking: Taking, load_id: int, scratch: Path, progress: Progress) -> TakenIn:
    """Read one file into a writer's database.

    Raises FileRefused, MappingIncomplete, TimezoneNeeded, FormatRefused, UnknownWord or LoadDoesNotAddUp; the database is then
    to be thrown away.
    """
    limits, options = FileLimits.in_force(), one.options
    progress("Finding the rows", None)
    records = one.opened.records(scratch, one.delimiter, limits)
    if not records.read:
        raise FileRefused(f"{one.name} has a header and no rows", f"columns: {', '.join(records.header[:20])}", "nothing was loaded")
    progress("Finding out how it is written", None)
    reading = reading_of(db, records, one.name, options, one.base)
    export = resolved(replace(one, base=reading.base, options=reading.options), taking.call, taking.formats)
    source = options.source or export.product
    if export.layout is Layout.LOOKUP:
        return _take_in_lookup(db, one, taking, load_id, export, source, records)
    constants = constants_of(export, options)
    told_zone = options.timezone or export.timezone
    if told_zone:
        zone(told_zone)
    progress(f"Reading {records.read:,} rows", None)
    stored_as = _stored_as(db, export, given_fields(export, options), load_id, source)
    tier = customers_tier(db, options, export, taking.reporting_zone)
    stage(db, records, one.opened.reading(export), constants, told_zone or "UTC", tier, hashed=stored_as is None, stored_as=stored_as)
    check_parser(records, db.rows("SELECT count(*) FROM staged_rows")[0][0])
    if told_zone is None:
        _refuse_local_times(db, one.name, records, export, taking.reporting_zone)
    rejected, reasons = reject(db, one, records, load_id, export, limits)
    progress("Comparing with what is stored", None)
    if stored_as is not None:
        hash_repeated(db, export.layout, telling(given_fields(export, options)))
    gather(db, source)
    if export.layout in (Layout.TICKETS, Layout.EVENT_LOG):
        hash_stored(db, source)
    set_aside = {str(why): int(n) for why, n in db.rows("SELECT set_aside, count(*) FROM staged_rows GROUP BY set_aside") if why}
    counts = count(db, export.layout, source, records, rejected, sum(set_aside.values()), load_id == taking.last_load_id)
    as_of = _as_of(db, options, export, taking.loaded_at, told_zone, one.name)
    warnings = set_aside | _warnings(db, export, options, taking.loaded_at, as_of, source)
    _note_load(db, one, taking, load_id, export, as_of, source, told_zone)
    said = reading.proposal.said() if reading.proposal else ()
    return TakenIn(
        load_id, one.name, export.name, export.title, source, told_zone, as_of, counts, warnings, reasons, _notes(one, export),
        one.opened.to_json(), said,
    )  # fmt: skip


def _stored_as(db: Database, export: ExportFormat, given: set[str], load_id: int, source: str) -> dict[str, str] | None:
    """For the first rows of a store: the columns of `ticket_states` that no row gives, so that rows are staged as what they become."""
    if export.layout is not Layout.TICKETS or db.rows("SELECT 1 FROM ticket_states LIMIT 1"):
        return None
    responses, levels = _recorded(export, given)
    told = {"responses_recorded": responses, "levels_recorded": levels, "is_event": False}
    return {"source": text(source), "load_id": str(load_id)} | {name: str(value).lower() for name, value in told.items()}


def _recorded(export: ExportFormat, given: set[str]) -> tuple[bool, bool]:
    """Whether rows of tickets or a log record responses (K5), and levels (E4)."""
    # In a log a change of level has its instant; of a ticket's row, a level without its instant, or the other way round, is no
    # escalation event that could be counted (E1, E4).
    return "first_response_at" in given, "level" in given if export.layout is Layout.EVENT_LOG else {"level", "escalated_at"} <= given


def _notes(one: Coming, export: ExportFormat) -> tuple[str, ...]:
    """What the export cannot tell, and what it could if the files it looks values up in were loaded with it."""
    found = {lookup.name for lookup in export.lookups}
    wanted = {name.split(".")[0] for source in one.base.columns.values() for name in source.columns if "." in name}
    absent = [lookup for lookup in one.base.lookups if lookup.name in wanted - found]
    return (*export.cannot_tell, *(f"{lookup.name}: the file of {lookup.file} was not loaded with it" for lookup in absent))


def _take_in_lookup(
    db: Database, one: Coming, taking: Taking, load_id: int, export: ExportFormat, source: str, records: Records
) -> TakenIn:
    """A file that only serves others: its rows are accounted for, and none is kept."""
    rejected, reasons = write_rejects(db, load_id, [(apart.line, None, apart.reason, apart.raw) for apart in records.set_apart])
    counts = Counts(records.read, 0, 0, 0, records.read - rejected, rejected, 0)
    counts.check()
    _write_load(db, one, taking, load_id, export, {"source": source, "timezone": None, "fields": " ", "as_of": None,
                                                   "responses": False, "levels": False, "telling": None})  # fmt: skip
    return TakenIn(
        load_id, one.name, export.name, export.title, source, None, None, counts, {}, reasons, export.cannot_tell, one.opened.to_json()
    )


def look_up_in(db: Database, one: Coming, scratch: Path, earlier: tuple[str, ...] | None) -> None:
    """Make a file's rows a table that other files of the load look values up in; `earlier` is the header of its export's first part."""
    records = one.opened.records(scratch, one.delimiter, FileLimits.in_force())
    keep_lookup(db, one.base.name, records.header, reader_sql(records), earlier)


def constants_of(export: ExportFormat, options: LoadOptions) -> dict[str, str]:
    """Field -> one value for the whole file, as the person loading it says."""
    return {canonical_name(word, export.layout.fields) or word: value for word, value in options.constants.items()}


def _refuse_local_times(db: Database, name: str, records: Records, export: ExportFormat, reporting_zone: str) -> None:
    """T2: a zone is never assumed silently. The candidates are listed with their evidence."""
    ((has_local_time,),) = db.rows("SELECT coalesce(bool_or(has_local_time), false) FROM staged_rows")
    if has_local_time:
        column = next((export.columns[name].shown for name in ("received_at", "at", "updated_at") if name in export.columns), "?")
        found = zone_candidates(db, records.header, [reporting_zone], agents_acts(export))
        listed = "\n         ".join(one.said() for one in found)
        raise TimezoneNeeded(
            f"{name} has timestamps without an offset, and nothing says in which time zone they were written",
            f"format {export.title!r}, for example column {column!r}. Candidates, none of which is certain:\n         {listed}",
            "say the zone of the account that made the export: --timezone America/Chicago, --timezone Europe/Paris, --timezone UTC …; "
            "sundial inspect shows what each would do to the breach rate",
        )


def agents_acts(export: ExportFormat) -> list[str]:
    """The staged columns of what agents do: by them office hours are recognised."""
    given = [name for name in ("first_response_at", "resolved_at") if name in export.columns and not export.columns[name].after]
    if given:
        return given
    return ["changed_at"] if export.layout is Layout.CHANGES else ["updated_at"] if "updated_at" in export.columns else []


def customers_tier(db: Database, options: LoadOptions, export: ExportFormat, reporting_zone: str) -> str | None:
    """SQL for the tier by the customers file, whose table is made here; None where none is given (P9)."""
    if options.customers is None or export.layout is Layout.CHANGES:
        return None
    read_customers(db, options.customers, reporting_zone)
    return tier_sql("organisation" in export.columns, "requester" in export.columns)


def _acts(export: ExportFormat, options: LoadOptions) -> list[str]:
    given = given_fields(export, options)
    return [stored_name(f.name) for f in export.layout.fields if f.is_act and f.name in given]


def given_fields(export: ExportFormat, options: LoadOptions) -> set[str]:
    """The fields a load gives: by a column, by one value for the whole file, or (the tier) by a customers file."""
    by_customer = {"tier"} if options.customers else set()
    return set(export.columns) | {canonical_name(word, export.layout.fields) or word for word in options.constants} | by_customer


def _as_of(db: Database, options: LoadOptions, export: ExportFormat, loaded_at: datetime, told_zone: str | None, name: str) -> datetime:
    """T3: as given, else the latest recorded act that is not after the moment of loading."""
    if options.as_of:
        return _stated_as_of(options.as_of, told_zone)
    latest = ", ".join(f"max({act}) FILTER ({act} <= $loaded_at)" for act in _acts(export, options))
    ((as_of,),) = db.rows(f"SELECT greatest({latest}) FROM staged_rows WHERE fault_field IS NULL", {"loaded_at": loaded_at})  # noqa: S608
    if as_of is None:
        raise FileRefused(
            f"{name} has no instant that lies before now", "all its instants are in the future", "check the time zone and the date order"
        )
    assert isinstance(as_of, datetime)
    return as_of


def _stated_as_of(stated: str, told_zone: str | None) -> datetime:
    """--as-of as UTC. A day alone is its first instant."""
    form = "write it like 2026-10-31T23:59:59Z"
    try:
        given = datetime.fromisoformat(stated)
        if given.tzinfo is None and told_zone is None:
            raise TimezoneNeeded("--as-of has no offset, and no time zone is given", stated, form)
        as_of = (given if given.tzinfo else local_to_utc(given, told_zone or "UTC")).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError) as error:
        raise FileRefused(f"--as-of {stated} is not an instant", repr(stated), form) from error
    if not FIRST_INSTANT <= as_of < LAST_INSTANT:
        raise FileRefused(f"--as-of {stated} is not an instant of a help desk", "outside 1970 to 2099", form)
    return as_of


def _warnings(
    db: Database, export: ExportFormat, options: LoadOptions, loaded_at: datetime, as_of: datetime, source: str
) -> dict[str, int]:
    """What a receipt warns of: faults that lose no row but that its reader should know."""
    asked = {
        "times_in_spring_gap": "sum(gap_times)",
        "times_in_repeated_hour": "sum(repeated_times)",
        "acts_after_loading": " + ".join(f"count(*) FILTER ({act} > $loaded_at)" for act in _acts(export, options)),
        "acts_after_as_of": " + ".join(f"count(*) FILTER ({act} > $as_of AND {act} <= $loaded_at)" for act in _acts(export, options)),
        "as_of_after_loading": "max(CASE WHEN $as_of > $loaded_at THEN 1 ELSE 0 END)",
        "unknown_words": "sum(unread_words)",
    }
    if export.layout is not Layout.CHANGES:
        asked |= {
            "response_before_received": "count(*) FILTER (first_response_at < received_at)",
            "resolution_before_received": "count(*) FILTER (resolved_at < received_at)",
            "unknown_status": "count(*) FILTER (status IS NOT NULL AND status_kind IS NULL)",
        }
        if export.layout is Layout.TICKETS:
            asked["level_without_instant"] = "count(*) FILTER (level > 0 AND escalated_at IS NULL)"
            asked["escalation_instant_without_level"] = "count(*) FILTER (escalated_at IS NOT NULL AND level IS NULL)"
    else:
        asked["unknown_status"] = "count(*) FILTER (field = 'status' AND to_value IS NOT NULL AND to_kind IS NULL)"
    ((*counted,),) = db.rows(
        f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in asked.items())} FROM staged_rows "  # noqa: S608
        "WHERE fault_field IS NULL AND set_aside IS NULL",
        {"loaded_at": loaded_at, "as_of": as_of},
    )
    warnings = {name: int(n) for name, n in zip(asked, counted, strict=True) if n}
    if export.layout is Layout.CHANGES:
        ((waiting,),) = db.rows("SELECT coalesce(sum(states), 0) FROM arriving_tickets WHERE NOT is_stored")
        asked_of_store = {"changes_without_ticket": int(waiting)}
    else:
        ((moved,),) = db.rows(
            "SELECT count(DISTINCT a.ticket_id) FROM arriving AS a JOIN ticket_states AS s ON s.source = $source "
            "AND s.ticket_id = a.ticket_id AND s.received_at <> a.received_at", {"source": source},
        )  # fmt: skip
        ((twice,),) = db.rows("""
            WITH several AS (
                SELECT a.ticket_id, count(DISTINCT a.received_at) AS instants FROM arriving AS a
                SEMI JOIN (SELECT ticket_id FROM arriving_tickets WHERE states > 1) AS s ON s.ticket_id = a.ticket_id GROUP BY a.ticket_id
            )
            SELECT count(*) FROM several WHERE instants > 1
        """)
        asked_of_store = {"received_differs_from_stored": int(moved), "received_differs_within_file": int(twice)}
    asked_of_store["values_not_found_in_other_files"] = values_not_found(db, export)
    return warnings | {name: n for name, n in asked_of_store.items() if n}


def _note_load(
    db: Database, one: Coming, taking: Taking, load_id: int, export: ExportFormat, as_of: datetime, source: str, told_zone: str | None
) -> None:
    """The load's line in the store, and its rows."""
    given = given_fields(export, one.options)
    responses, levels = _recorded(export, given)
    if export.layout is Layout.CHANGES:
        ((responses, levels),) = db.rows("""
            SELECT coalesce(bool_or(field = 'response'), false), coalesce(bool_or(field = 'level' OR to_level IS NOT NULL), false)
            FROM arriving
        """)
    keep(db, export.layout, load_id, responses, levels, "from" in given)
    _write_load(db, one, taking, load_id, export, {
        "source": source, "timezone": told_zone, "fields": f" {' '.join(sorted(given))} ", "as_of": as_of,
        "responses": responses, "levels": levels, "telling": telling(given) if export.layout is Layout.TICKETS else None,
    })  # fmt: skip


def _write_load(db: Database, one: Coming, taking: Taking, load_id: int, export: ExportFormat, told: dict[str, Any]) -> None:
    options = one.options
    db.run(
        """
        INSERT INTO loads BY NAME SELECT $load_id AS load_id, $source AS source, $file_name AS file_name, $sha256 AS sha256,
            $identity AS identity, $format AS format, $layout AS layout, $timezone AS timezone, $options AS options_json,
            $header AS header, $fields AS fields, CAST($as_of AS TIMESTAMP) AS as_of, $loaded_at AS loaded_at,
            $responses AS responses_recorded, $levels AS levels_recorded, $together AS together, $by_rule AS levels_by_rule,
            $telling AS telling
        """,
        told | {
            "load_id": load_id, "file_name": one.name, "sha256": one.sha256, "identity": taking.call.identity(export, options),
            "format": export.name, "layout": export.layout.value,
            "options": json.dumps(options.to_json() | {"customers": options.customers.name if options.customers else None}),
            "header": one.opened.header_line(FileLimits.in_force()), "loaded_at": taking.loaded_at, "together": taking.together,
            "by_rule": bool(export.level_rules),
        },
    )  # fmt: skip
