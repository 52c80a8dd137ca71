"""`sundial drivers`: where breaches come from, by any dimension or by cause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analytics.terminal.asking import hint_at_values_that_do_not_occur, question_of, selection_options
from analytics.terminal.text import print_json, print_table, shown
from analytics.terminal.words import home_option, json_option, samples_option
from analytics.vocabulary import Dimension

if TYPE_CHECKING:
    from analytics.metrics import Ranked

CAUSE = "cause"
DIMENSIONS = [dimension.value for dimension in Dimension if dimension is not Dimension.LEVEL]
_UNITS = {"breached": "count", "decided": "count", "rate": "share", "low": "share", "high": "share", "excess": "number"}


@click.command("drivers")
@click.argument("dimension", type=click.Choice([*DIMENSIONS, CAUSE]), metavar="DIM")
@selection_options
@samples_option
@home_option
@json_option
def drivers_command(dimension: str, samples: bool, home: Path | None, as_json: bool, **words: Any) -> None:
    """Rank a dimension, or the causes (what most of a clock's counted time went to), by breaches beyond those expected."""
    question = question_of(("breached",), words)
    from analytics.metrics.ranking import FEWEST, causes, ranking
    from analytics.operations.open_store import open_reader
    from analytics.warehouse.home import home as resolved

    reader = open_reader(resolved(home), samples=samples)
    hint_at_values_that_do_not_occur(reader, question)
    found = causes(reader, question) if dimension == CAUSE else ranking(reader, question, Dimension(dimension))
    if as_json:
        print_json(found.to_json())
        return
    print_table([_line(dimension, one) for one in found.ranked], units=_UNITS)
    overall = f"{shown(found.breach_rate, 'share')}, {shown(found.breached, 'count')} of {shown(found.decided, 'count')} decided"
    click.echo(f"\nexcess: breaches beyond those that the overall rate gives ({overall}); low, high: 95 % interval of the rate", err=True)
    if found.few:
        click.echo(f"{len(found.few)} with fewer than {FEWEST} decided are not ranked (--json lists them)", err=True)
    if found.no_cause:
        click.echo("\nNo cause, and not ranked:")
        print_table([_line(dimension, one) for one in found.no_cause], units=_UNITS)


def _line(dimension: str, one: Ranked) -> dict[str, Any]:
    value = "not recorded" if dimension == CAUSE and one.value is None else one.value
    return {
        dimension: value, "excess": one.excess, "breached": one.breached, "decided": one.decided, "rate": one.breach_rate,
        "low": one.low, "high": one.high, "beyond chance": one.beyond_chance,
    }  # fmt: skip
