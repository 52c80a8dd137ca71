"""The other files of a load while one of them is looked at: those that its values are looked up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analytics.errors import SundialError
from analytics.intake.export_format import ExportFormat
from analytics.intake.limits import FileLimits
from analytics.intake.looking_up import keep_lookup
from analytics.intake.options import LoadOptions
from analytics.intake.recognise import format_of
from analytics.intake.records import read_header
from analytics.intake.typed_rows import reader_sql
from analytics.operations.given_files import given_files, open_given
from analytics.warehouse import Database


def keep_beside(
    db: Database, base: ExportFormat, beside: Sequence[Mapping[str, str]], formats: Mapping[str, ExportFormat], scratch: Path
) -> dict[str, tuple[str, ...]]:
    """Keep the files [{path, name}] that a format looks values up in, as a load keeps them; their headers by format.

    A file that cannot be read is passed over: what is wrong with it is said where it is looked at itself, and where it is loaded.
    """
    limits = FileLimits.in_force()
    wanted = {lookup.file for lookup in base.lookups}
    headers: dict[str, tuple[str, ...]] = {}
    for place, file in enumerate(beside if wanted else ()):
        try:
            for part, (given, _) in enumerate(given_files([file], LoadOptions())):
                opened = open_given(given, LoadOptions(), formats, scratch / f"{place}-{part}")
                header, delimiter = read_header(opened.text_path, opened.delimiter, limits)
                name = format_of(header, LoadOptions(), formats, opened.name).name
                if name in wanted:
                    records = opened.records(scratch / f"{place}-{part}.csv", delimiter, limits)
                    keep_lookup(db, name, header, reader_sql(records), headers.get(name))
                    headers.setdefault(name, header)
        except SundialError:
            continue
    return headers
