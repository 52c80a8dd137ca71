"""`sundial`: for scripts and schedulers. Parses words, calls operations, prints.

Results go to stdout, everything else to stderr. Exit 0: done; 1: cannot be done (what is wrong, what was found, what to do);
2: the command line itself is not understood. Operations are imported when they are called, so that --help is quick.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from analytics.errors import FileRefused, SundialError, UnknownWord
from analytics.terminal.answers import print_answer, print_findings, print_loads, print_receipt
from analytics.terminal.asking import hint_at_values_that_do_not_occur, question_of, selection_options
from analytics.terminal.backlog_command import backlog_command
from analytics.terminal.compare_command import compare_command
from analytics.terminal.control_command import control_command
from analytics.terminal.drivers_command import drivers_command
from analytics.terminal.explain_command import explain_command
from analytics.terminal.export_command import export_command
from analytics.terminal.folder_load import folder_options, load_from_folder
from analytics.terminal.migrate_command import migrate_command
from analytics.terminal.policy_command import policy_command
from analytics.terminal.progress import Progress
from analytics.terminal.report_command import report_command
from analytics.terminal.samples_command import samples_command
from analytics.terminal.text import print_facts, print_json, print_lines, print_table
from analytics.terminal.words import home_option, json_option, load_options, must_be_there, reading_options, resolved, samples_option
from analytics.vocabulary import Dimension

CHECKOUT = Path(__file__).resolve().parent.parent


class Sundial(click.Group):
    """The group of commands; turns a named error into its three lines and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SundialError as error:
            print_lines(f"Error: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            raise  # whoever reads has had enough (`| head`): click ends quietly
        except OSError as error:
            refused = SundialError("the system refused a file or folder", str(error), "check the name, the place and its permissions")
            print_lines(f"Error: {refused}", err=True)
            ctx.exit(1)




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
@click.option("--beside", type=click.Path(path_type=Path), metavar="FILE", multiple=True, help="Another file of its load, for lookups.")
@click.option("--save", metavar="NAME", help="Keep this way of reading as a format of the company: such files are recognised from then on.")
@home_option
@json_option
def inspect(file: Path, beside: tuple[Path, ...], save: str | None, home: Path | None, as_json: bool, **words: Any) -> None:
    """Say what a file is and how it would be read. Nothing is loaded."""
    must_be_there(file)
    from analytics.operations.inspect import inspect_file

    for other in beside:
        must_be_there(other)
    found = inspect_file(file, load_options(words), resolved(home), beside=[(other, other.name) for other in beside])
    print_json(found) if as_json else print_findings(found)
    if save:
        from analytics.operations.saved_format import save_format

        click.echo(f"Kept as format {save_format(resolved(home), save, found, load_options(words))['name']}.", err=True)


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
@selection_options
@samples_option
@home_option
@json_option
def measure(metric_names: tuple[str, ...], samples: bool, home: Path | None, as_json: bool, **words: Any) -> None:
    """Answer a question. `sundial metrics` lists what can be measured."""
    question = question_of(metric_names, words)
    from analytics.metrics.measure import measure as answer_to
    from analytics.operations.open_store import open_reader

    reader = open_reader(resolved(home), samples=samples)
    answer = answer_to(reader, question)
    hint_at_values_that_do_not_occur(reader, question)
    (print_json if as_json else print_answer)(answer.to_json())


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


for command in (
    backlog_command, compare_command, control_command, drivers_command, explain_command, export_command, migrate_command, policy_command,
    report_command, samples_command,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
