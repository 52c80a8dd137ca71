"""`sundial samples`: made-up tickets in a store of their own, or as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from analytics.terminal.answers import print_receipt
from analytics.terminal.progress import Progress
from analytics.terminal.text import print_facts, print_json
from analytics.terminal.words import home_option, json_option, resolved


@click.command("samples")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Write the files here, and load nothing.")
@click.option("--tickets", type=click.IntRange(1), help="How many tickets.")
@click.option("--seed", type=click.IntRange(0), help="The same seed writes the same bytes.")
@click.option("--months", type=click.IntRange(3, 120), help="How many whole months.")
@click.option("--arrivals", type=click.Choice(["office", "round_the_clock"]), help="When tickets come in.")
@click.option("--events/--no-events", default=None, help="With or without the log of changes.")
@click.option("--anew", is_flag=True, help="Make the loaded samples again.")
@home_option
@json_option
def samples_command(folder: Path | None, anew: bool, home: Path | None, as_json: bool, **said: Any) -> None:
    """Make the sample tickets and load them into their own store, or write them to a folder."""
    from analytics.operations.samples import ensure_samples, write_sample_files
    from analytics.samples import Desk

    stated = {name: value for name, value in said.items() if value is not None}
    with Progress() as progress:
        if folder:
            truth = json.loads(write_sample_files(folder, Desk(**stated), progress).to_json())
            made = {"folder": str(folder), **truth}
        else:
            made = ensure_samples(resolved(home), progress, desk=Desk(**stated) if stated else None, anew=anew)
    if as_json:
        print_json(made)
    elif folder:
        print_facts({name: made[name] for name in ("folder", "as_of", "counts")})
    elif "read" in made:
        print_receipt(made)
    else:
        click.echo(f"The samples are there (version {made['version']}).")
