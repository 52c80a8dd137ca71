"""`sundial load DIR --done DIR --failed DIR`: everything in a folder, once, for a scheduler."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analytics.errors import StoreBusy
from analytics.terminal.progress import Progress
from analytics.terminal.text import print_json, print_lines, print_table
from analytics.terminal.words import Command

if TYPE_CHECKING:
    from analytics.intake.options import LoadOptions

_COUNTS = ("read", "inserted", "updated", "unchanged", "folded", "rejected")


def folder_options(command: Command) -> Command:
    """--done and --failed of the load command."""
    path = click.Path(file_okay=False, path_type=Path)
    failed = click.option("--failed", type=path, metavar="DIR", help="Of a folder: where files go that cannot be loaded, each with a text.")
    done = click.option("--done", type=path, metavar="DIR", help="Load a folder once: where files go that are loaded.")
    return done(failed(command))


def load_from_folder(
    files: tuple[Path, ...], done: Path | None, failed: Path | None, home: Path, options: LoadOptions, as_json: bool
) -> None:
    """Load the folder, print a line a file, and exit 1 where one failed or had to be left for a fault of the store."""
    if done is None or failed is None or len(files) != 1:
        raise click.UsageError("a folder is loaded with: sundial load DIR --done DIR --failed DIR")
    from analytics.operations.load_folder import Places, load_folder

    places = Places.checked(files[0], done, failed)
    try:
        with Progress() as progress:
            told = load_folder(home, places, options, on_progress=progress)
    except StoreBusy:
        click.echo(f"Another run is at work in {files[0]}: nothing is done here.", err=True)
        return
    if as_json:
        print_json([asdict(one) for one in told])
    else:
        print_table([_row(asdict(one)) for one in told])
        for one in told:
            if one.reason and one.outcome != "loaded":
                print_lines(f"{one.file}: {one.reason}", err=True)
    faults = [one for one in told if one.outcome == "failed" or (one.outcome == "left" and "found:" in (one.reason or ""))]
    if faults:
        click.get_current_context().exit(1)


def _row(one: dict[str, Any]) -> dict[str, Any]:
    receipt = one["receipt"] or {}
    return {"file": one["file"], "outcome": one["outcome"], **{name: receipt.get(name) for name in _COUNTS}}
