"""The command line, asked in this process as a person asks it; its JSON is what pages are held against."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
from click.testing import CliRunner

from analytics.cli import main
from analytics.operations.open_store import open_reader


@dataclass
class CommandLine:
    """`sundial` on a home. What was asked once is remembered: a store's version does not change beneath a test."""

    home: Path
    scratch: Path
    said: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def json(self, *words: str) -> Any:
        """What a command prints with --json."""
        if words not in self.said:
            done = CliRunner().invoke(main, [*words, "--home", str(self.home), "--json"], catch_exceptions=False)
            assert done.exit_code == 0, f"sundial {' '.join(words)}: {done.output}"
            self.said[words] = json.loads(done.stdout)
        return self.said[words]

    def exported(self, relation: str, *words: str) -> list[dict[str, Any]]:
        """The rows that `sundial export` writes as Parquet: what is empty is None, instants know their zone."""
        key = ("export", relation, *words)
        if key not in self.said:
            out = self.scratch / f"{len(self.said)}.parquet"
            self.json("export", relation, "--out", str(out), *words)
            self.said[key] = parquet.read_table(out).to_pylist()
        return list(self.said[key])

    def sql(self, statement: str, bound: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of the store itself, for the few figures that no command prints."""
        return open_reader(self.home).rows(statement, bound or {})


def where_words(where: dict[str, Sequence[str | None]]) -> tuple[str, ...]:
    """A selection as --where has it; None is: not recorded."""
    return tuple(word for name, values in where.items() for value in values for word in ("--where", f"{name}={value or ''}"))
