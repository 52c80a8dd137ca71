"""How a question is asked on the command line: the options that select clocks and tickets, and the question made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import click

from analytics.errors import QuestionRefused, UnknownWord, nearest
from analytics.terminal.words import Command, pairs
from analytics.vocabulary import Clock, Dimension, Rule, Verdict

if TYPE_CHECKING:
    from analytics.metrics.question import Question
    from analytics.warehouse import Reader


def _word_option(name: str, default: StrEnum, note: str) -> Callable[[Command], Command]:
    """An option that takes one of the words of an enum."""
    words = click.Choice([word.value for word in type(default)])
    return click.option(name, type=words, default=default.value, show_default=True, help=note)


def selection_options(command: Command) -> Command:
    """What is timed, how it is placed and judged, and which days and values are kept: --clock, --rule, --from, --to, --where, --verdict."""
    day = click.DateTime(["%Y-%m-%d"])
    where = "Only these; repeated: any of them. DIM= is: none."
    for option in reversed(
        (
            _word_option("--clock", Clock.FIRST_RESPONSE, "What is timed."),
            _word_option("--rule", Rule.DUE, "The instant that puts a clock into a month, week or day."),
            click.option("--from", "from_on", metavar="DAY", type=day, help="First day, of the reporting zone."),
            click.option("--to", "to_on", metavar="DAY", type=day, help="Last day, inclusive."),
            click.option("--where", metavar="DIM=VALUE", multiple=True, callback=pairs, help=where),
            _word_option("--verdict", Verdict.POLICY, "Whose verdict counts."),
        )
    ):
        command = option(command)
    return command


def question_of(metric_names: tuple[str, ...], words: dict[str, Any]) -> Question:
    """The question in the words of the command line; one that cannot be asked is a usage error."""
    from analytics.metrics.question import question_from_words

    where: dict[str, list[str]] = {}
    for dimension, text in words["where"]:
        where.setdefault(dimension, []).append(text)
    try:
        return question_from_words(
            metric_names,
            by=[word.strip() for word in words.get("by", "").split(",") if word.strip()],
            clock=words["clock"],
            rule=words["rule"],
            verdict=words["verdict"],
            from_on=_day(words["from_on"]),
            to_on=_day(words["to_on"]),
            where=where,
        )
    except (UnknownWord, QuestionRefused) as error:
        raise click.UsageError(str(error)) from error


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def hint_at_values_that_do_not_occur(reader: Reader, question: Question) -> None:
    """A misspelt --where answers with nothing; that is said, with the nearest value there is."""
    from analytics.metrics import dimension_values

    for dimension, wanted in question.where.items():
        if dimension in (Dimension.MONTH, Dimension.WEEK, Dimension.DAY, Dimension.HOUR, Dimension.WEEKDAY, Dimension.LEVEL):
            continue
        there = [str(value) for value in dimension_values(reader, dimension, question.verdict, question.rule) if value is not None]
        for value in wanted:
            if value is not None and value not in there:
                near = nearest(value, there)
                click.echo(f"note: no ticket has {dimension} {value!r}" + (f"; did you mean {near!r}?" if near else ""), err=True)
