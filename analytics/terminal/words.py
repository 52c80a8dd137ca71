"""Words of the command line that several commands share: where the store is, how a file is to be read, pairs of NAME=VALUE."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analytics.errors import FileRefused

if TYPE_CHECKING:
    from analytics.intake.options import LoadOptions

Command = TypeVar("Command", bound=Callable[..., Any])


def resolved(home: Path | None) -> Path:
    """The home told, or the one in force. Imported here when it is asked for, so that --help does not wait for the engine."""
    from analytics.warehouse.home import home as home_in_force

    return home_in_force(home)


def home_option(command: Command) -> Command:
    note = "Where Sundial keeps its store and the company's files (default: SUNDIAL_HOME, else data/warehouse of the checkout)."
    return click.option("--home", type=click.Path(file_okay=False, path_type=Path), help=note)(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")(command)


def samples_option(command: Command) -> Command:
    return click.option("--samples", is_flag=True, help="Answer from the made-up sample tickets.")(command)


def pairs(ctx: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """NAME=VALUE words as pairs. A word without "=" is a usage error."""
    for word in words:
        if not word.partition("=")[0].strip() or "=" not in word:
            raise click.BadParameter(f"{word!r} is not {parameter.metavar}", ctx, parameter)
    return [(name.strip(), value) for name, _, value in (word.partition("=") for word in words)]


def said_words(ctx: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """FIELD:WORD=MEANING words as field -> word -> meaning; WORD may hold any sign. A word of another shape is a usage error."""
    said: dict[str, dict[str, str]] = {}
    for one in words:
        field, colon, rest = one.partition(":")
        word, equals, means = rest.rpartition("=")
        if not (colon and equals and field.strip() and word.strip() and means.strip()):
            raise click.BadParameter(f"{one!r} is not {parameter.metavar}, such as status:'On hold'=paused", ctx, parameter)
        said.setdefault(field.strip(), {})[word.strip()] = means.strip()
    return said


def reading_options(command: Command) -> Command:
    """The options that say how a file is to be read: those of load and inspect."""
    path = click.Path(path_type=Path)
    for option in reversed(
        (
            click.option("--format", "format_name", metavar="NAME|FILE.toml", help="The export format; else it is recognised."),
            click.option("--map", "mapping", metavar="FIELD=COLUMN", multiple=True, callback=pairs, help="Which column holds a field."),
            click.option("--set", "constants", metavar="FIELD=VALUE", multiple=True, callback=pairs, help="One value for the whole file."),
            click.option(
                "--word", "words", metavar="FIELD:WORD=MEANING", multiple=True, callback=said_words,
                help="What a word of status, priority or tier means: status:'On hold'=paused, priority:Hoch=High.",
            ),
            click.option("--customers", type=path, metavar="FILE", help="CSV of organisation or domain, tier, from, to."),
            click.option("--timezone", metavar="ZONE", help="The zone of timestamps without an offset, such as America/Chicago."),
            click.option("--timestamps", metavar="FORM", multiple=True, help="day-first, month-first, or as in '%d.%m.%y %H:%M'."),
            click.option("--as-of", metavar="T", help="The instant the export stands at; else the latest act recorded in it."),
            click.option("--source", metavar="NAME", help="The help desk this export is from; else the format's name."),
            click.option("--encoding", metavar="NAME", help="The encoding of a text file that is not UTF-8, such as cp1252."),
            click.option("--sheet", metavar="NAME", help="The sheet of a workbook, or the list of a JSON file, that holds the rows."),
            click.option("--member", metavar="NAME", help="The file to read of those in a zip archive."),
        )
    ):
        command = option(command)
    return command


def load_options(words: dict[str, Any]) -> LoadOptions:
    from analytics.intake.options import LoadOptions

    customers: Path | None = words["customers"]
    if customers:
        must_be_there(customers)
    return LoadOptions(
        format=words["format_name"],
        mapping=dict(words["mapping"]),
        constants=dict(words["constants"]),
        customers=customers,
        timezone=words["timezone"],
        as_of=words["as_of"],
        source=words["source"],
        encoding=words["encoding"],
        sheet=words["sheet"],
        member=words["member"],
        timestamps=tuple(words["timestamps"]) or None,
        words=words["words"] or None,
    )


def must_be_there(path: Path) -> None:
    if not path.is_file():
        found = "a folder" if path.is_dir() else "nothing under that name"
        remedy = "name a file; a whole folder: sundial load DIR --done DIR --failed DIR" if path.is_dir() else "name a file that is there"
        raise FileRefused(f"{path} cannot be read", found, remedy)
