"""Writing the files of a sample desk, chunk by chunk, so that memory does not grow with the number of tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from pyarrow import csv

from analytics.samples import columns
from analytics.samples.arriving import Arriving
from analytics.samples.desk import Desk
from analytics.samples.office_hours import OfficeHours
from analytics.samples.tickets import draw
from analytics.samples.truth import Tally, Truth

TICKETS_FILE, EVENTS_FILE, TRUTH_FILE = "tickets.csv", "events.csv", "truth.json"
CHUNK = 50_000
HORIZON = timedelta(days=400)
MARGIN = timedelta(days=30)
PLAIN = csv.WriteOptions(include_header=False, quoting_style="none")


def write_samples(folder: Path, desk: Desk, progress: Callable[[int, int], None] | None = None) -> Truth:
    """Write tickets.csv, events.csv (where the desk has events) and truth.json into a folder, which is made if need be.

    `progress` is told (tickets written, tickets in all) after each chunk. Files appear under their names only when whole; an
    events.csv of an earlier desk without a successor is removed, so that the files of a folder belong together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arriving, tally = Arriving(desk), Tally(desk)
    office = OfficeHours(desk.first_on - MARGIN, desk.last_on + HORIZON)
    stamps, ids = columns.Stamps(desk.starts_at, desk.as_of_at), columns.Ids(desk.tickets)
    with ExitStack() as files:
        tickets_file = files.enter_context(_whole(folder / TICKETS_FILE, columns.TICKET_COLUMNS))
        events_file = files.enter_context(_whole(folder / EVENTS_FILE, columns.EVENT_COLUMNS)) if desk.events else None
        for chunk, first in enumerate(range(0, desk.tickets, CHUNK)):
            rows = min(CHUNK, desk.tickets - first)
            tickets = draw(desk, arriving, office, chunk, first, rows)
            names = ids.text(first, rows)
            _write(tickets_file, columns.ticket_table(tickets, stamps, names))
            if events_file is not None:
                _write(events_file, columns.event_table(tickets.acts.events(), stamps, names))
            tally.add(tickets)
            if progress is not None:
                progress(first + rows, desk.tickets)
    if not desk.events:
        (folder / EVENTS_FILE).unlink(missing_ok=True)
    truth = tally.truth()
    (folder / TRUTH_FILE).write_bytes(truth.to_json().encode("utf-8"))
    return truth


@contextmanager
def _whole(path: Path, header: tuple[str, ...]) -> Iterator[IO[bytes]]:
    """A file with its header, put under its name when all is written."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write((",".join(header) + "\n").encode("ascii"))
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(file: IO[bytes], table: Any) -> None:
    csv.write_csv(table, file, PLAIN)
