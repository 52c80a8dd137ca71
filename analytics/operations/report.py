"""Issue the monthly summary: as data, as files, as the text of an e-mail; and remember what was issued."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from analytics.errors import FileRefused, ReportRefused
from analytics.figures.months import month_key, shifted
from analytics.figures.wording import month_name
from analytics.operations import issued
from analytics.operations.open_store import open_reader
from analytics.reports.collector import collector_at_rest
from analytics.reports.monthly import MonthlySummary, TicketsBehind, monthly_summary, tickets_behind
from analytics.reports.monthly.restatement import record, restated
from analytics.reports.periods import local_day
from analytics.warehouse import Reader, durable

LAST = "last"
PAPERS = ("a4", "letter")


@dataclass(frozen=True)
class Making:
    """What a form is made from. reader: for the tickets behind the figures, where they are not given already in `behind`."""

    summary: MonthlySummary
    reader: Reader
    paper: str = "a4"
    behind: TicketsBehind | None = None


@dataclass(frozen=True)
class Reported:
    """What was issued: the files as they were written, and the version of the store they tell of."""

    month: str
    files: tuple[str, ...]
    is_closed: bool
    version: str
    restated: int


def _json(making: Making) -> bytes:
    return making.summary.json_text().encode()


def _pdf(making: Making) -> bytes:
    from analytics.reports.writers.pdf import pdf

    return pdf(making.summary, making.paper)


def _html(making: Making) -> bytes:
    from analytics.reports.writers.html import html

    return html(making.summary)


def _workbook(making: Making) -> bytes:
    from analytics.reports.writers.workbook import workbook

    with collector_at_rest():
        return workbook(making.summary, making.behind or tickets_behind(making.reader, making.summary.month))


FORMS: Mapping[str, Callable[[Making], bytes]] = {".pdf": _pdf, ".html": _html, ".xlsx": _workbook, ".json": _json}
"""How a file's ending says its form. A writer is imported when its form is asked for: each brings a library of its own."""
_WRITERS = {".pdf": "pdf", ".html": "html", ".xlsx": "workbook"}


def in_forms(reader: Reader, month: str, endings: Collection[str], summarise: Callable[[], MonthlySummary],
             paper: str = "a4") -> tuple[MonthlySummary, dict[str, bytes]]:  # fmt: skip
    """The summary of a month, and its forms by ending. What does not wait for the summary is fetched while it is asked."""
    with collector_at_rest(), ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(_fetch, reader, month, endings)
        summary = summarise()
        making = Making(summary, reader, paper, ahead.result())
        return summary, {ending: FORMS[ending](making) for ending in endings}


def _fetch(reader: Reader, month: str, endings: Collection[str]) -> TicketsBehind | None:
    """Import the writers; the tickets behind the figures, where a form holds them."""
    for ending in endings:
        if ending in _WRITERS:
            import_module(f"analytics.reports.writers.{_WRITERS[ending]}")
    return tickets_behind(reader, month) if ".xlsx" in endings else None


def summary_of(home: Path, reader: Reader, month: str, samples: bool = False) -> MonthlySummary:
    """The summary of a month, with what changed since the last report issued from another version of the store."""
    summary = monthly_summary(reader, month, is_samples=samples)
    return with_restatement(home, summary)


def with_restatement(home: Path, summary: MonthlySummary) -> MonthlySummary:
    """A summary beside the last report of its month that another version of the store gave."""
    last = issued.last_other(home, summary.month, summary.provenance.version, summary.is_samples)
    return replace(summary, restatement=restated(summary, last))


def month_named(reader: Reader, word: str, today: date, samples: bool = False) -> str:
    """The month of a word: `2026-10`, or "last", the last one closed at every source's as_of (T3).

    today: a day of the wall clock, for "last" alone: the data must then reach as far as the calendar's last month. Samples need not.
    Raises ReportRefused.
    """
    if word != LAST:
        return word
    (((zone,),), rows) = (reader.rows("SELECT value FROM store_meta WHERE key = 'reporting_zone'"),
                          reader.rows("SELECT source, as_of FROM sources WHERE as_of IS NOT NULL ORDER BY as_of, source"))  # fmt: skip
    if not rows:
        raise ReportRefused("no month is closed", "no source with an as_of", "load an export first: sundial load FILE")
    source, earliest = rows[0]
    closed = shifted(month_key(local_day(earliest, zone)), -1)
    wanted = shifted(month_key(today), -1)
    if closed < wanted and not samples:
        raise ReportRefused(
            f"the data stop short of {month_name(wanted)}, the calendar's last month",
            f"{source} stands at {earliest:%Y-%m-%d %H:%M} UTC, so {month_name(closed)} is the last month closed",
            f"load a newer export of it, or name the month: sundial report --month {closed}",
        )
    return closed


def today_in(reader: Reader) -> date:
    """The day of the wall clock in the reporting zone."""
    ((zone,),) = reader.rows("SELECT value FROM store_meta WHERE key = 'reporting_zone'")
    return datetime.now(ZoneInfo(str(zone))).date()


def report(home: Path, word: str, outs: Iterable[Path], *, paper: str = "a4", samples: bool = False, force: bool = False,
           today: date | None = None) -> tuple[Reported, MonthlySummary]:  # fmt: skip
    """Make the report of a month and write it to every file, all of them or none; then it is issued, and remembered.

    A file's ending says its form. `{month}` in its name becomes the month. A file that is there is replaced only where `force` says so, or
    where it holds the same bytes. Raises FileRefused, ReportRefused, NothingLoaded.
    """
    reader = open_reader(home, samples=samples)
    month = month_named(reader, word, today or today_in(reader), samples)
    places = [out.with_name(out.name.replace("{month}", month)) for out in outs]
    for place in places:
        _check(place, force)
    if len({place.absolute() for place in places}) < len(places):
        raise FileRefused("a file is named twice", ", ".join(map(str, places)), "name each once")
    endings = {place: place.suffix.lower() for place in places}
    summary, forms = in_forms(reader, month, set(endings.values()), lambda: summary_of(home, reader, month, samples), paper)
    contents = {place: forms[ending] for place, ending in endings.items()}
    _write(contents, force, lambda: _remember(home, summary))
    changes = len(summary.restatement.changes) if summary.restatement else 0
    return Reported(month, tuple(map(str, places)), summary.is_closed, summary.provenance.version, changes), summary


def _remember(home: Path, summary: MonthlySummary) -> None:
    issued.remember(home, summary.month, record(summary, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"), summary.is_samples)


def one_file(home: Path, summary: MonthlySummary, reader: Reader, suffix: str, paper: str = "a4") -> bytes:
    """One form of a report that is handed on by a page: it is issued with that, and remembered."""
    content = FORMS[suffix](Making(summary, reader, paper))
    _remember(home, summary)
    return content


def _check(place: Path, force: bool) -> None:
    if place.suffix.lower() not in FORMS:
        found = f"it ends in {place.suffix!r}" if place.suffix else "its name has no ending"
        raise FileRefused(f"{place.name} says no form that a report has", found, f"let it end in {', '.join(FORMS)}")
    if not place.parent.is_dir():
        raise FileRefused(f"{place} cannot be written", f"no folder {place.parent}", "make the folder, or name another")
    if place.is_dir():
        raise FileRefused(f"{place} is not overwritten", "a folder of that name", "name a file")


def _write(contents: Mapping[Path, bytes], force: bool, issue: Callable[[], None]) -> None:
    """Every file beside its place first, whole and on the disk; then all take their names. `issue` stands between: what is issued is
    remembered, also where the power goes while the names are given."""
    for place, content in contents.items():
        if place.exists() and not force and place.read_bytes() != content:
            raise FileRefused(f"{place} is not overwritten", "another file of that name", "name another file, or say --force")
    unfinished = {place: place.with_name(f".{place.name}.{os.getpid()}-{secrets.token_hex(4)}.part") for place in contents}
    try:
        with durable.full_disk():
            for place, part in unfinished.items():
                durable.write(part, contents[place])
            issue()
            for place, part in unfinished.items():
                durable.rename(part, place)
    finally:
        for part in unfinished.values():
            durable.remove(part)
