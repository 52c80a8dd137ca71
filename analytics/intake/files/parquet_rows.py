"""Parquet as rows of text: instants in ISO form, nested columns under dotted names, lists joined or as JSON, as in JSON exports."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.errors import FileRefused
from analytics.intake.files.json_rows import Written
from analytics.intake.files.table_writer import TableWriter
from analytics.intake.limits import FileLimits

_ROWS_AT_ONCE = 16_384
_DEEPEST = 32
_EPOCH = dt.date(1970, 1, 1).toordinal()


def write_parquet(path: Path, target: Path, name: str, limits: FileLimits) -> Written:
    """Write a Parquet file as a table, some thousand rows at a time. Raises FileRefused for damaged files and beyond the limits."""
    try:
        with pq.ParquetFile(path) as file:
            rows = _checked(file, path, name, limits)
            columns = [column for field in file.schema_arrow for column in _columns(field.name, field.type, 0)]
            if len(columns) > limits.columns or not columns:
                found = f"{len(columns):,} columns; the limit is {limits.columns:,} (SUNDIAL_COLUMNS)"
                raise FileRefused(f"{name} has too many columns, or none", found, "check that this is a ticket export")
            with TableWriter(target, columns, name, limits) as writer:
                place = 0
                for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
                    texts = [cells for array in batch.columns for cells in _texts(array, 0)]
                    for row in zip(*texts, strict=True):
                        place += 1
                        writer.write(row, place)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise FileRefused(f"{name} is a damaged Parquet file", str(error)[:200], "download or export it again") from error
    return Written(rows, tuple(writer.broken), None)


def _checked(file: Any, path: Path, name: str, limits: FileLimits) -> int:
    metadata = file.metadata
    size = sum(metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups))
    if size > limits.unpacked_bytes or size < 0:
        found = f"{size:,} bytes unpacked; the limit is {limits.unpacked_bytes:,} (SUNDIAL_UNPACKED_BYTES)"
        raise FileRefused(f"{name} unpacks to too much", found, "split the export, or raise the limit")
    return int(metadata.num_rows)


def _columns(name: str, kind: Any, depth: int) -> Iterator[str]:
    if pa.types.is_struct(kind) and depth < _DEEPEST and kind.num_fields:
        for n in range(kind.num_fields):
            yield from _columns(f"{name}.{kind.field(n).name}", kind.field(n).type, depth + 1)
    else:
        yield name


def _texts(array: Any, depth: int) -> Iterator[list[str]]:
    """The cells of each of a column's columns as text, in the order of their names."""
    kind = array.type
    if pa.types.is_struct(kind) and depth < _DEEPEST and kind.num_fields:
        for part in array.flatten():
            yield from _texts(part, depth + 1)
    else:
        yield ["" if cell is None else cell for cell in _cells(array)]


def _cells(array: Any) -> list[str | None]:
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _cells(array.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return _instants(array)
    if pa.types.is_floating(kind):
        return [None if cell is None or cell != cell else _number(cell) for cell in array.to_pylist()]
    if pa.types.is_boolean(kind):
        return [None if cell is None else "true" if cell else "false" for cell in array.to_pylist()]
    if pa.types.is_duration(kind):
        seconds = pc.divide(array.cast(pa.int64()), {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit])
        return [None if cell is None else _duration(cell) for cell in seconds.to_pylist()]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return [None if cell is None else _words(cell) for cell in array.to_pylist()]
    if pa.types.is_nested(kind):
        return [None if cell is None else _nested(cell) for cell in array.to_pylist()]
    if pa.types.is_null(kind):
        return [None] * len(array)
    return [None if cell is None else str(cell) for cell in array.cast(pa.string()).to_pylist()]


def _instants(array: Any) -> list[str | None]:
    """With a zone: in UTC, marked so. Without: as it stands, for the export's zone (T2). Sub-seconds are cut (T1)."""
    mark = "Z" if array.type.tz is not None else ""
    unit = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[array.type.unit]
    # Arrow keeps a zoned instant in UTC: its number is the instant, whatever the zone's name.
    return [None if cell is None else _instant(cell // unit) + mark for cell in array.cast(pa.int64()).to_pylist()]


def _instant(seconds: int) -> str:
    day, left = divmod(seconds, 86_400)
    if not 1 - _EPOCH <= day <= dt.date.max.toordinal() - _EPOCH:
        return f"{seconds} seconds since 1970, which is no instant"
    return f"{dt.date.fromordinal(day + _EPOCH)}T{left // 3600:02d}:{left // 60 % 60:02d}:{left % 60:02d}"


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e22 else repr(cell)


def _duration(seconds: int) -> str:
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _words(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.hex()


def _nested(cell: Any) -> str:
    if isinstance(cell, list) and not any(isinstance(one, dict | list | tuple) for one in cell):
        return ", ".join("" if one is None else str(one) for one in cell)
    return json.dumps(cell, ensure_ascii=False, default=str)
