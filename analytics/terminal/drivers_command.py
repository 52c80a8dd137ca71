"""`sundial drivers`: where breaches come from, by any dimension and by cause."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from analytics.terminal.asking import hint_at_values_that_do_not_occur, question_of, selection_options
from analytics.terminal.text import print_json, print_table, shown
from analytics.terminal.words import home_option, json_option, samples_option
from analytics.vocabulary import Dimension

CAUSE = "cause"
DIMENSIONS = [dimension.value for dimension in Dimension if dimension is not Dimension.LEVEL]
_UNITS = {"breached": "count", "decided": "count", "rate": "share", "low": "share", "high": "share", "share": "share", "excess": "number"}


@click.command("drivers")
@click.argument("dimension", type=click.Choice([*DIMENSIONS, CAUSE]), metavar="DIM")
@selection_options
@samples_option
@home_option
@json_option
def drivers_command(dimension: str, samples: bool, home: Path | None, as_json: bool, **words: Any) -> None:
    """Rank a dimension by the breaches beyond those expected from the overall rate; or count breaches by their cause."""
    question = question_of(("breached",), words)
    from analytics.metrics.ranking import FEWEST, causes, ranking
    from analytics.operations.open_store import open_reader
    from analytics.warehouse.home import home as resolved

    reader = open_reader(resolved(home), samples=samples)
    hint_at_values_that_do_not_occur(reader, question)
    if dimension == CAUSE:
        rows = [asdict(one) for one in causes(reader, question)]
        print_json(rows) if as_json else print_table([row | {"cause": row["cause"] or "not recorded"} for row in rows], units=_UNITS)
        return
    found = ranking(reader, question, Dimension(dimension))
    if as_json:
        print_json(found.to_json())
        return
    print_table([
        {dimension: one.value, "excess": one.excess, "breached": one.breached, "decided": one.decided, "rate": one.breach_rate,
         "low": one.low, "high": one.high, "beyond chance": one.beyond_chance} for one in found.ranked
    ], units=_UNITS)  # fmt: skip
    overall = f"{shown(found.breach_rate, 'share')}, {shown(found.breached, 'count')} of {shown(found.decided, 'count')} decided"
    click.echo(f"\nexcess: breaches beyond those that the overall rate gives ({overall}); low, high: 95 % interval of the rate", err=True)
    if found.few:
        click.echo(f"{len(found.few)} with fewer than {FEWEST} decided are not ranked (--json lists them)", err=True)
