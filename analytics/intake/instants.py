"""Instants of a file's rows as SQL: read from text in each field's forms and zone, or rebuilt from spans after another (T1, T2, K1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from analytics.business_time.zone import ZoneReading
from analytics.intake.column_source import ColumnSource
from analytics.intake.export_format import ISO, ExportFormat
from analytics.intake.fields import Field, Kind
from analytics.intake.instant_forms import instant_readings, usual_instant
from analytics.intake.spans import precision_sql, seconds_sql
from analytics.warehouse.database import quoted, text

FIRST_INSTANT, LAST_INSTANT = datetime(1970, 1, 1), datetime(2100, 1, 1)
"""Timestamps outside are faults: no help desk wrote them, and no calendar is built for them (C7)."""
PRECISIONS = {"first_response_precision_seconds": ("first_response_at",), "resolved_precision_seconds": ("resolved_at", "closed_at")}
"""Stored columns for the unit a rebuilt stop is known to (K1), and the fields that stop the clock, in the order they are taken."""


def raw_name(field: str) -> str:
    """The column of a field's text."""
    return f"{field} text"


class Instants:
    """The instants that a file gives. `zone` is that of timestamps without an offset whose field names none of its own."""

    def __init__(self, export: ExportFormat, given: Sequence[Field], zone: str) -> None:
        self._export = export
        self._sources = {f.name: export.columns.get(f.name, ColumnSource()) for f in given if f.kind is Kind.INSTANT}
        self._readings = {
            name: ZoneReading(source.timezone or zone, FIRST_INSTANT, LAST_INSTANT) for name, source in self._sources.items()
        }

    @property
    def _stated(self) -> list[str]:
        return [name for name, source in self._sources.items() if source.after is None and not source.first_event]

    @property
    def _spans(self) -> list[str]:
        return [name for name, source in self._sources.items() if source.after is not None]

    def _forms(self, name: str) -> tuple[str, ...]:
        return _with_mended(self._sources[name].timestamps or self._export.timestamps)

    @property
    def _iso(self) -> list[str]:
        return [name for name in self._stated if ISO in self._forms(name)]

    def usual(self) -> list[str]:
        """A column an instant that may be written in ISO form: read from the usual shape at little cost; NULL where it has another."""
        return [f"{usual_instant(quoted(raw_name(name)))} AS {_usual(name)}" for name in self._iso]

    def read(self) -> list[str]:
        """Two columns a stated instant: its local time, and with its offset. NULL where `usual` has it."""
        columns = []
        for name in self._stated:
            raw = quoted(raw_name(name))
            local, placed = instant_readings(raw, self._forms(name))
            if name in self._iso:
                left = f"{_usual(name)} IS NULL AND {raw} IS NOT NULL"
                local, placed = (f"CASE WHEN {left} THEN {sql} END" for sql in (local, placed))
            columns += [f"{local} AS {_local(name)}", f"{placed} AS {_offset(name)}"]
        return columns

    def bounded(self) -> list[str]:
        """The same two columns, cut to whole seconds, within the years that can be. A step of its own: each column is named often."""
        columns = []
        within = f"{{0}} >= TIMESTAMP '{FIRST_INSTANT}' AND {{0}} < TIMESTAMP '{LAST_INSTANT}'"
        cut = f"CASE WHEN {within} THEN date_trunc('second', {{0}}) END"
        for name in self._stated:
            local, placed = cut.format(_local(name)), cut.format(_offset(name))
            if self._sources[name].end_of_day:
                # A day alone (or its midnight) ends with its last second: whatever stops on the next day has passed it (K4).
                is_day = f"({local}) = date_trunc('day', ({local}))"
                local = f"({local}) + CASE WHEN {is_day} THEN INTERVAL 86399 SECOND ELSE INTERVAL 0 SECOND END"
            columns += [f"{local} AS {_local(name)}", f"{placed} AS {_offset(name)}"]
        return columns

    def placed(self) -> list[str]:
        """One column an instant, in UTC."""
        stated = [f"{self._utc(name)} AS {placed_name(name)}" for name in self._stated]
        return stated + [f"{self._rebuilt(name)} AS {placed_name(name)}" for name in self._spans]

    def _utc(self, name: str) -> str:
        local = f"CASE WHEN {_local(name)} IS NOT NULL THEN {self._readings[name].utc_sql(_local(name))} END"
        return f"coalesce({f'{_usual(name)}, ' if name in self._iso else ''}{_offset(name)}, {local})"

    def _rebuilt(self, name: str) -> str:
        return f"{self._utc(self._sources[name].after or '')} + to_seconds({self._seconds(name)})"

    def _seconds(self, name: str) -> str:
        return seconds_sql(quoted(raw_name(name)), self._sources[name].unit or "")

    def typed(self, name: str) -> str:
        """The field's instant, NULL where the file does not give it."""
        return placed_name(name) if name in [*self._stated, *self._spans] else "CAST(NULL AS TIMESTAMP)"

    def fault(self, name: str) -> tuple[str, str] | None:
        """When a field's text cannot be read, and the reason in words; both SQL."""
        raw = quoted(raw_name(name))
        if name in self._stated:
            reason = "'not a timestamp of this format, or outside 1970 to 2099: '"
            return f"{raw} IS NOT NULL AND {placed_name(name)} IS NULL", f"{reason} || left({raw}, 100)"
        if name in self._spans:
            reason = text(f"not a span of time ({self._sources[name].unit}): ")
            return f"{raw} IS NOT NULL AND {self._seconds(name)} IS NULL", f"{reason} || left({raw}, 100)"
        return None

    def has_local_time(self) -> str:
        """Whether a row holds a time that needs the file's zone."""
        needing = [name for name in self._stated if not self._sources[name].timezone]
        return " OR ".join(f"({_local(name)} IS NOT NULL AND {_offset(name)} IS NULL)" for name in needing) or "false"

    def gap_times(self) -> list[str]:
        """Conditions: a local time that did not exist (T2)."""
        return [self._where_local(name, self._readings[name].gap_sql(_local(name))) for name in self._changing]

    def repeated_times(self) -> list[str]:
        """Conditions: a local time that happened twice (T2)."""
        return [self._where_local(name, self._readings[name].repeat_sql(_local(name))) for name in self._changing]

    @property
    def _changing(self) -> list[str]:
        """Those whose zone changes its offset at all."""
        return [name for name in self._stated if not self._readings[name].is_fixed]

    def _where_local(self, name: str, condition: str) -> str:
        """CASE, not AND: only it spares the rows that have an offset the looking up."""
        return f"CASE WHEN {_local(name)} IS NOT NULL THEN {condition} ELSE false END"

    def precisions(self) -> list[str]:
        """The stored columns of PRECISIONS: NULL where a stop is stated and not rebuilt."""
        columns = []
        for stored, names in PRECISIONS.items():
            given = [name for name in names if name in self._sources]
            whens = [f"WHEN {quoted(raw_name(name))} IS NOT NULL THEN {self._precision(name)}" for name in given]
            is_rebuilt = any(self._sources[name].after for name in given)
            known = f"CASE {' '.join(whens)} END" if is_rebuilt else "CAST(NULL AS INTEGER)"
            columns.append(f"{known} AS {stored}")
        return columns

    def _precision(self, name: str) -> str:
        source = self._sources[name]
        return precision_sql(quoted(raw_name(name)), source.unit or "") if source.after else "CAST(NULL AS INTEGER)"


def placed_name(field: str) -> str:
    """The column of a field's instant in UTC."""
    return quoted(f"{field} placed")


def _usual(field: str) -> str:
    return quoted(f"{field} usual")


def _local(field: str) -> str:
    return quoted(f"{field} local")


def _offset(field: str) -> str:
    return quoted(f"{field} with offset")


def _with_mended(forms: tuple[str, ...]) -> tuple[str, ...]:
    """With the forms in which a workbook's rejected rows are handed back (L2), unless a format's own could be taken for them."""
    if ISO in forms or any(form.startswith("%Y-%d") for form in forms):
        return forms
    return (*forms, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")
