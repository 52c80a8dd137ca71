"""`sundial backlog`: open tickets by day, their age, and what came and went."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from analytics.errors import QuestionRefused, UnknownWord
from analytics.terminal.text import print_json, print_table
from analytics.terminal.words import home_option, json_option, pairs, samples_option

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("backlog")
@click.option("--from", "from_on", metavar="DAY", type=DAY, help="First day, of the reporting zone; else the first receipt.")
@click.option("--to", "to_on", metavar="DAY", type=DAY, help="Last day, inclusive; else that of the latest as_of.")
@click.option("--where", metavar="DIM=VALUE", multiple=True, callback=pairs, help="Only these; repeated: any of them. DIM= is: none.")
@samples_option
@home_option
@json_option
def backlog_command(
    from_on: datetime | None, to_on: datetime | None, where: list[tuple[str, str]], samples: bool, home: Path | None, as_json: bool
) -> None:
    """Open tickets at the end of each day, with age, arrivals and departures."""
    from analytics.metrics.backlog import backlog, unplaced
    from analytics.metrics.question import question_from_words
    from analytics.operations.open_store import open_reader
    from analytics.warehouse.home import home as resolved

    words: dict[str, list[str]] = {}
    for dimension, text in where:
        words.setdefault(dimension, []).append(text)
    try:
        question = question_from_words((), from_on=_day(from_on), to_on=_day(to_on), where=words)
        reader = open_reader(resolved(home), samples=samples)
        found = backlog(reader, question.from_on, question.to_on, question.where)
    except (UnknownWord, QuestionRefused) as error:
        raise click.UsageError(str(error)) from error
    rows: list[dict[str, Any]] = [
        {str(name): None if value is None or value != value else value for name, value in row.items()} for row in found.to_dict("records")
    ]
    left_out = unplaced(reader, question.where)
    if as_json:
        print_json({"days": rows, "unplaced": left_out})
        return
    print_table(rows)
    if left_out:
        click.echo(f"{left_out:,} tickets are left out: the export does not say when they were closed", err=True)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
