"""`sundial`: for scripts and schedulers. Parses words, calls operations, prints.

Results go to stdout, everything else to stderr. Exit 0: done; 1: cannot be done (what is wrong, what was found, what to do);
2: the command line itself is not understood. Operations are imported when they are called, so that --help is quick.
"""

from __future__ import annotations

import json
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

from analytics.errors import FileRefused, PolicyRefused, QuestionRefused, SundialError, UnknownWord, nearest
from analytics.terminal.answers import print_answer, print_findings, print_flips, print_loads, print_policies, print_receipt
from analytics.terminal.backlog_command import backlog_command
from analytics.terminal.migrate_command import migrate_command
from analytics.terminal.progress import Progress
from analytics.terminal.text import print_facts, print_json, print_table
from analytics.terminal.words import Command, home_option, json_option, load_options, must_be_there, pairs, reading_options, samples_option
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


def _home(home: Path | None) -> Path:
    from analytics.warehouse.home import home as resolved

    return resolved(home)


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
    environment = os.environ | {"SUNDIAL_HOME": str(_home(home).resolve())}
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

    found = inspect_file(file, load_options(words), _home(home))
    print_json(found) if as_json else print_findings(found)


@main.command()
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True)
@reading_options
@home_option
@json_option
def load(files: tuple[Path, ...], home: Path | None, as_json: bool, **words: Any) -> None:
    """Load exports: whole, or not at all."""
    for file in files:
        must_be_there(file)
    from analytics.operations.load import load_files

    with Progress() as progress:
        receipt = load_files(_home(home), list(files), load_options(words), on_progress=progress)
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
        text = rejects_file(_home(home), rejects)
        print_json(rejects_of(_home(home), rejects)) if as_json else click.echo(text, nl=False)
        return
    found = list_loads(_home(home), samples=samples)
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
        undone = undo_load(_home(home), load_id, on_progress=progress)
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

    reader = open_reader(_home(home), samples=samples)
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


@main.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Write the files here, and load nothing.")
@click.option("--tickets", type=click.IntRange(1), help="How many tickets.")
@click.option("--seed", type=click.IntRange(0), help="The same seed writes the same bytes.")
@click.option("--months", type=click.IntRange(3, 120), help="How many whole months.")
@click.option("--arrivals", type=click.Choice(["office", "round_the_clock"]), help="When tickets come in.")
@click.option("--events/--no-events", default=None, help="With or without the log of changes.")
@click.option("--anew", is_flag=True, help="Make the loaded samples again.")
@home_option
@json_option
def samples(folder: Path | None, anew: bool, home: Path | None, as_json: bool, **said: Any) -> None:
    """Make the sample tickets and load them into their own store, or write them to a folder."""
    from analytics.operations.samples import ensure_samples, write_sample_files
    from analytics.samples import Desk

    stated = {name: value for name, value in said.items() if value is not None}
    with Progress() as progress:
        if folder:
            truth = json.loads(write_sample_files(folder, Desk(**stated), progress).to_json())
            made = {"folder": str(folder), **truth}
        else:
            made = ensure_samples(_home(home), progress, desk=Desk(**stated) if stated else None, anew=anew)
    if as_json:
        print_json(made)
    elif folder:
        print_facts({name: made[name] for name in ("folder", "as_of", "counts")})
    elif "read" in made:
        print_receipt(made)
    else:
        click.echo(f"The samples are there (version {made['version']}).")


@main.group()
def policy() -> None:
    """The support policy's versions: check, add, list, restate."""


@policy.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def policy_check(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Say what a policy file says, or everything that is wrong with it."""
    must_be_there(file)
    from analytics.operations.restate import check_policy

    try:
        says, problems = check_policy(file), []
    except PolicyRefused as error:
        if not as_json:
            raise
        says, problems = [], [asdict(problem) for problem in error.problems] or [{"found": error.found, "allowed": error.remedy}]
    if as_json:
        print_json({"file": str(file), "valid": not problems, "says": says, "problems": problems})
    else:
        click.echo("\n".join([*says, f"{file}: valid"]))
    ctx.exit(1 if problems else 0)


@policy.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def policy_add(file: Path, home: Path | None, as_json: bool) -> None:
    """Add a version that takes effect after everything loaded so far."""
    must_be_there(file)
    from analytics.operations.restate import add_policy

    added = add_policy(_home(home), file)
    print_json(added) if as_json else print_facts(added)


@policy.command("list")
@home_option
@json_option
def policy_list(home: Path | None, as_json: bool) -> None:
    """List the versions in the order they take effect."""
    from analytics.operations.restate import list_policies

    (print_json if as_json else print_policies)(list_policies(_home(home)))


@policy.command("restate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agree", is_flag=True, help="Do it. Without this only the verdicts that would flip are shown.")
@home_option
@json_option
def policy_restate(file: Path, agree: bool, home: Path | None, as_json: bool) -> None:
    """Judge anew what a version with an earlier date changes: shows the flips first."""
    must_be_there(file)
    from analytics.operations.restate import restate_policy

    with Progress() as progress:
        flips = restate_policy(_home(home), file, agree, on_progress=progress)
    (print_json if as_json else print_flips)(flips)
    if not agree:
        click.echo("Nothing is changed yet. To agree: the same command with --agree", err=True)


main.add_command(backlog_command)
main.add_command(migrate_command)

if __name__ == "__main__":
    main()
