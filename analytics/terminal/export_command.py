"""`sundial export`: tickets, clocks or escalations to a file that other tools read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analytics.errors import QuestionRefused, UnknownWord
from analytics.terminal.text import print_facts, print_json
from analytics.terminal.words import home_option, json_option, pairs, samples_option
from analytics.vocabulary import Clock, Rule

if TYPE_CHECKING:
    from analytics.metrics.question import Question

_RELATIONS = ("tickets", "clocks", "escalations")


@click.command("export")
@click.argument("relation", type=click.Choice(_RELATIONS))
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="FILE.parquet or FILE.csv.")
@click.option("--clock", type=click.Choice([clock.value for clock in Clock]), help="Of clocks: only this one; else both.")
@click.option("--rule", type=click.Choice([rule.value for rule in Rule]), default=Rule.DUE.value, show_default=True,
              help="The day of a clock for --from and --to; tickets go by received, escalations by their own.")  # fmt: skip
@click.option("--from", "from_on", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="First day, of the reporting zone.")
@click.option("--to", "to_on", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Last day, inclusive.")
@click.option("--where", metavar="DIM=VALUE", multiple=True, callback=pairs, help="Only these; repeated: any of them. DIM= is: none.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@samples_option
@home_option
@json_option
def export_command(relation: str, out: Path, clock: str | None, force: bool, samples: bool, home: Path | None, as_json: bool,
                   **words: Any) -> None:  # fmt: skip
    """Take tickets, clocks or escalations out. The same words choose the same rows as those that `measure` counts."""
    question = _question(words)
    from analytics.operations.export import Relation, export
    from analytics.operations.open_store import open_reader
    from analytics.warehouse.home import home as resolved

    clocks = (Clock(clock),) if clock else tuple(Clock)
    written = export(open_reader(resolved(home), samples=samples), Relation(relation), out, question, clocks, force)
    (print_json if as_json else print_facts)(asdict(written))


def _question(words: dict[str, Any]) -> Question:
    """The period and the selection; one that cannot be asked is a usage error."""
    from analytics.metrics.question import question_from_words

    where: dict[str, list[str]] = {}
    for dimension, text in words["where"]:
        where.setdefault(dimension, []).append(text)
    try:
        return question_from_words((), rule=words["rule"], where=where, from_on=_day(words["from_on"]), to_on=_day(words["to_on"]))
    except (UnknownWord, QuestionRefused) as error:
        raise click.UsageError(str(error)) from error


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
