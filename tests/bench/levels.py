"""Escalation levels for a generated ticket file without an event log: a column of levels costs a load far less than a log."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

EVERY, EVERY_SECOND_LEVEL = 9, 36


def add_levels(path: Path) -> None:
    """Write the file anew with `level` and `escalated_at`: of each nine tickets one, if answered, is escalated at its answer, and each
    fourth of these to the second level."""
    with path.open(encoding="ascii") as file:
        names = file.readline().strip().split(",")
    part, first = path.with_name(f"{path.name}.part"), 0
    every = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    schema = pa.schema([(name, pa.string()) for name in (*names, "level", "escalated_at")])
    plain = csv.WriteOptions(quoting_style="none")
    with csv.open_csv(path, convert_options=every) as batches, csv.CSVWriter(part, schema, write_options=plain) as out:
        for batch in batches:
            number = pa.array(range(first, first + batch.num_rows))
            answered = pc.not_equal(batch.column("first_response_at"), "")
            level = pc.if_else(_each(number, EVERY_SECOND_LEVEL), "2", pc.if_else(_each(number, EVERY), "1", ""))
            level = pc.if_else(answered, level, "")
            at = pc.if_else(pc.equal(level, ""), "", batch.column("first_response_at"))
            out.write_batch(pa.record_batch([*batch.columns, level, at], schema=schema))
            first += batch.num_rows
    part.replace(path)


def _each(number: pa.Array, every: int) -> pa.Array:
    return pc.equal(pc.multiply(pc.divide(number, every), every), number)
