"""`sundial control`: a metric over time with its limits, and which periods are unlike the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from analytics.terminal.asking import hint_at_values_that_do_not_occur, question_of, selection_options
from analytics.terminal.text import print_json, print_table, shown
from analytics.terminal.words import home_option, json_option, samples_option
from analytics.vocabulary import Dimension

PERIODS = (Dimension.MONTH, Dimension.WEEK, Dimension.DAY)


@click.command("control")
@click.argument("metric_name", metavar="METRIC")
@click.option("--period", type=click.Choice(PERIODS), default=Dimension.MONTH, show_default=True, help="What one point stands for.")
@selection_options
@samples_option
@home_option
@json_option
def control_command(metric_name: str, period: str, samples: bool, home: Path | None, as_json: bool, **words: Any) -> None:
    """Say which periods are unlike the others: a control chart with limits, and the run rules they break."""
    question = question_of((metric_name,), words)
    from analytics.errors import QuestionRefused
    from analytics.metrics.control import control
    from analytics.operations.open_store import open_reader
    from analytics.warehouse.home import home as resolved

    reader = open_reader(resolved(home), samples=samples)
    try:
        chart = control(reader, question, Dimension(period))
    except QuestionRefused as error:
        raise click.UsageError(str(error)) from error
    hint_at_values_that_do_not_occur(reader, question)
    if as_json:
        print_json(chart.to_json())
        return
    unit = dict.fromkeys((chart.metric, "from", "to"), chart.unit) | {"of": "count", "n": "count"}
    print_table([
        {chart.period: p.period, chart.metric: p.value, "n": p.numerator, "of": p.denominator, "from": p.lower_limit, "to": p.upper_limit,
         "signals": ", ".join(p.signals) or p.why_not} for p in chart.points
    ], units=unit)  # fmt: skip
    widened = f"; limits widened {chart.widened_by:.2f} times (sigma_z)" if chart.widened_by > 1 else ""
    click.echo(f"\n{chart.chart}-chart, centre {shown(chart.centre, chart.unit)}, limits at 3 sigma{widened}", err=True)
    if chart.words:
        click.echo(chart.words, err=True)
