"""`sundial`: for scripts and schedulers. Parses words, calls operations, prints.

Results go to stdout, everything else to stderr. Exit 0: done; 1: cannot be done (what is wrong, what was found, what to do);
2: the command line itself is not understood. Operations are imported when they are called, so that --help is quick.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analytics.errors import FileRefused, QuestionRefused, SundialError, UnknownWord, nearest
from analytics.terminal.answers import print_answer, print_findings, print_loads, print_receipt
from analytics.terminal.backlog_command import backlog_command
from analytics.terminal.explain_command import explain_command
from analytics.terminal.export_command import export_command
from analytics.terminal.folder_load import folder_options, load_from_folder
from analytics.terminal.policy_command import policy_command
from analytics.terminal.progress import Progress
from analytics.terminal.samples_command import samples_command
from analytics.terminal.text import print_facts, print_json, print_table
from analytics.terminal.words import (
    Command,
    home_option,
    json_option,
    load_options,
    must_be_there,
    pairs,
    reading_options,
    resolved,
    samples_option,
)
from analytics.vocabulary import Clock, Dimension, Rule, Verdict

if TYPE_CHECKING:
    from analytics.metrics.question import Question
    from analytics.warehouse import Reader

CHECKOUT = Path(__file__).resolve().parent.parent


class Sundial(click.Group):
    """The group of commands; turns a named error into its three lines and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SundialError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)
        except OSError as error:
            refused = SundialError("the system refused a file or folder", str(error), "check the name, the place and its permissions")
            click.echo(f"Error: {refused}", err=True)
            ctx.exit(1)


def _word_option(name: str, default: StrEnum, note: str) -> Callable[[Command], Command]:
    """An option that takes one of the words of an enum."""
    words = click.Choice([word.value for word in type(default)])
    return click.option(name, type=words, default=default.value, show_default=True, help=note)


@click.group(cls=Sundial, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="sundial")
def main() -> None:
    """SLA analytics for support desks: response and resolution times in business hours, breaches and escalations."""


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="Another address lets other machines in; there is no login yet.")
@home_option
def serve(port: int, address: str, home: Path | None) -> None:
    """Serve the dashboard."""
    app = CHECKOUT / "pages" / "widgets" / "served.py"
    if not app.is_file():
        raise FileRefused("the dashboard's files are not here", f"no {app.name} beside analytics/", "run Sundial from its checkout")
    words = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port), "--server.address", address]
    environment = os.environ | {"SUNDIAL_HOME": str(resolved(home).resolve())}
    if address not in ("127.0.0.1", "localhost", "::1"):
        click.echo(f"Anyone who can reach {address}:{port} sees the tickets: there is no login yet.", err=True)
        environment["STREAMLIT_SERVER_ALLOWED_HOSTS"] = '["*"]'
    if os.name == "posix":  # one process, so that a stop reaches the server itself
        os.chdir(CHECKOUT)
        os.execve(sys.executable, words, environment)
    sys.exit(subprocess.run(words, cwd=CHECKOUT, env=environment, check=False).returncode)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@home_option
@json_option
def inspect(file: Path, home: Path | None, as_json: bool, **words: Any) -> None:
    """Say what a file is and how it would be read. Nothing is loaded."""
    must_be_there(file)
    from analytics.operations.inspect import inspect_file

    found = inspect_file(file, load_options(words), resolved(home))
    print_json(found) if as_json else print_findings(found)


@main.command()
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True)
@folder_options
@reading_options
@home_option
@json_option
def load(files: tuple[Path, ...], done: Path | None, failed: Path | None, home: Path | None, as_json: bool, **words: Any) -> None:
    """Load exports: whole, or not at all."""
    if done or failed:
        load_from_folder(files, done, failed, resolved(home), load_options(words), as_json)
        return
    for file in files:
        must_be_there(file)
    from analytics.operations.load import load_files

    with Progress() as progress:
        receipt = load_files(resolved(home), list(files), load_options(words), on_progress=progress)
    print_json(receipt) if as_json else print_receipt(receipt)


@main.command()
@click.option("--rejects", type=int, metavar="LOAD", help="Print a load's rejected rows in the file's own layout.")
@samples_option
@home_option
@json_option
def loads(rejects: int | None, samples: bool, home: Path | None, as_json: bool) -> None:
    """List what has been loaded."""
    from analytics.operations.loads import list_loads, rejects_file, rejects_of

    if rejects is not None:
        text = rejects_file(resolved(home), rejects)
        print_json(rejects_of(resolved(home), rejects)) if as_json else click.echo(text, nl=False)
        return
    found = list_loads(resolved(home), samples=samples)
    if as_json:
        print_json(found)
    elif found:
        print_loads(found)
    else:
        click.echo("nothing loaded yet: sundial load FILE", err=True)


@main.command()
@click.argument("load_id", type=int)
@home_option
@json_option
def undo(load_id: int, home: Path | None, as_json: bool) -> None:
    """Take one load back, also an old one. `sundial loads` lists them."""
    from analytics.operations.undo import undo_load

    with Progress() as progress:
        undone = undo_load(resolved(home), load_id, on_progress=progress)
    print_json(undone) if as_json else print_facts(undone)


@main.command()
@click.argument("metric_names", metavar="METRIC...", nargs=-1, required=True)
@click.option("--by", metavar="DIM,DIM", default="", help=f"Broken down by: {', '.join(Dimension)}.")
@_word_option("--clock", Clock.FIRST_RESPONSE, "What is timed.")
@_word_option("--rule", Rule.DUE, "The instant that puts a clock into a month, week or day.")
@click.option("--from", "from_on", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="First day, of the reporting zone.")
@click.option("--to", "to_on", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Last day, inclusive.")
@click.option("--where", metavar="DIM=VALUE", multiple=True, callback=pairs, help="Only these; repeated: any of them. DIM= is: none.")
@_word_option("--verdict", Verdict.POLICY, "Whose verdict counts.")
@samples_option
@home_option
@json_option
def measure(metric_names: tuple[str, ...], samples: bool, home: Path | None, as_json: bool, **words: Any) -> None:
    """Answer a question. `sundial metrics` lists what can be measured."""
    question = _question(metric_names, words)
    from analytics.metrics.measure import measure as answer_to
    from analytics.operations.open_store import open_reader

    reader = open_reader(resolved(home), samples=samples)
    answer = answer_to(reader, question)
    _hint_at_values_that_do_not_occur(reader, question)
    (print_json if as_json else print_answer)(answer.to_json())


def _hint_at_values_that_do_not_occur(reader: Reader, question: Question) -> None:
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


def _question(metric_names: tuple[str, ...], words: dict[str, Any]) -> Question:
    """The question in the words of the command line; one that cannot be asked is a usage error."""
    from analytics.metrics.question import question_from_words

    where: dict[str, list[str]] = {}
    for dimension, text in words["where"]:
        where.setdefault(dimension, []).append(text)
    try:
        return question_from_words(
            metric_names,
            by=[word.strip() for word in words["by"].split(",") if word.strip()],
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


@main.command()
@click.argument("metric_names", metavar="[METRIC]...", nargs=-1)
@json_option
def metrics(metric_names: tuple[str, ...], as_json: bool) -> None:
    """List the metrics, or define some."""
    from analytics.metrics.catalogue import catalogue, metric

    try:
        found = [metric(name) for name in metric_names] or list(catalogue())
    except UnknownWord as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json([asdict(one) for one in found])
    elif metric_names:
        for one in found:
            print_facts(asdict(one))
            click.echo()
    else:
        print_table([{"metric": one.name, "unit": one.unit, "better": one.better, "title": one.title} for one in found])


for command in (backlog_command, explain_command, export_command, policy_command, samples_command):
    main.add_command(command)


if __name__ == "__main__":
    main()
