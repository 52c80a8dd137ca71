"""`sundial compare`: two periods side by side, and whether their difference is usual."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from analytics.terminal.asking import hint_at_values_that_do_not_occur, question_of, selection_options
from analytics.terminal.text import print_facts, print_json, shown
from analytics.terminal.words import home_option, json_option, samples_option


@click.command("compare")
@click.argument("metric_name", metavar="METRIC")
@click.argument("period")
@click.argument("before")
@selection_options
@samples_option
@home_option
@json_option
def compare_command(metric_name: str, period: str, before: str, samples: bool, home: Path | None, as_json: bool, **words: Any) -> None:
    """Compare a PERIOD (2026-10, 2026-W40 or 2026-10-05) with one BEFORE it, and say whether the change is usual."""
    question = question_of((metric_name,), words)
    from analytics.errors import QuestionRefused, UnknownWord
    from analytics.metrics.change import change
    from analytics.operations.open_store import open_reader
    from analytics.warehouse.home import home as resolved

    reader = open_reader(resolved(home), samples=samples)
    try:
        found = change(reader, question, period, before)
    except (QuestionRefused, UnknownWord) as error:
        raise click.UsageError(str(error)) from error
    hint_at_values_that_do_not_occur(reader, question)
    if as_json:
        print_json(found.to_json())
        return
    n = f"{shown(found.value, found.unit)} ({shown(found.numerator, 'count')} of {shown(found.denominator, 'count')})"
    m = f"{shown(found.value_before, found.unit)} ({shown(found.numerator_before, 'count')} of {shown(found.denominator_before, 'count')})"
    print_facts({
        "metric": found.metric, found.period: n, found.before: m,
        "difference": signed(found.difference, found.unit),
        "95 % interval": None if found.low is None else f"{signed(found.low, found.unit)} to {signed(found.high, found.unit)}",
        "usual up to": None if found.usual_up_to is None else signed(found.usual_up_to, found.unit).replace("+", "±"),
        "so": found.status + ("" if found.is_better is None else ", better" if found.is_better else ", worse"),
    })  # fmt: skip


def signed(value: float | None, unit: str) -> str:
    """A difference with its sign: shares in percentage points."""
    if value is None:
        return shown(None)
    return f"{100 * value:+.1f} points" if unit == "share" else f"{value:+.1f} {unit}"
