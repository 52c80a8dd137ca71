"""Values, tables and lists of facts as plain text on stdout."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

NOTHING = "-"
WIDEST_CELL = 60


def print_json(answer: Any) -> None:
    """The answer as JSON. Instants and paths become text."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False, default=str))


def print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = (), units: Mapping[str, str] | None = None) -> None:
    """Rows under each other, numbers to the right. `columns`: which, else the keys of the first row; `units`: those of the catalogue."""
    if not rows:
        return
    units = units or {}
    names = list(columns or rows[0])
    cells = [[_cut(shown(row.get(name), units.get(name))) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(names)]
    right = [all(row.get(name) is None or isinstance(row.get(name), int | float) for row in rows) for name in names]
    for line in [names, ["-" * width for width in widths], *cells]:
        padded = (text.rjust(w) if r else text.ljust(w) for text, w, r in zip(line, widths, right, strict=True))
        click.echo("  ".join(padded).rstrip())


def print_facts(facts: Mapping[str, Any]) -> None:
    """Named facts under each other; a mapping is set in below its name. Empty ones are left out."""
    filled = {name: fact for name, fact in facts.items() if fact is not None and fact not in ("", (), [], {})}
    width = max((len(name) for name in filled), default=0)
    for name, fact in filled.items():
        if isinstance(fact, Mapping):
            click.echo(name)
            inner = max(len(shown(key)) for key in fact)
            click.echo("\n".join(f"  {shown(key).ljust(inner)}  {shown(value)}" for key, value in fact.items()))
        else:
            click.echo(f"{name.ljust(width)}  {shown(fact)}")


def print_lines(text: str, err: bool = False) -> None:
    """Text of ours around words from outside: its line breaks stay, nothing else in it can steer the terminal."""
    click.echo("\n".join(shown(line) for line in text.split("\n")), err=err)


def shown(value: Any, unit: str | None = None) -> str:
    """A value as text, worded as on the pages; nothing of an export can steer the terminal it is shown on."""
    from analytics.figures import wording  # here, since it brings pandas: --help must not wait for that

    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{shown(name)} {shown(fact)}" for name, fact in value.items()) or NOTHING
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value) or NOTHING
    if unit == "seconds":
        return wording.duration(value)
    if unit == "share":
        return wording.percent(value)
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return wording.count(value) if unit else str(value)
    return wording.shown(value)


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST_CELL else f"{text[: WIDEST_CELL - 1]}…"
