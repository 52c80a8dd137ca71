"""`sundial migrate`: bring the store of an older Sundial to this one's schema."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.terminal.progress import Progress
from analytics.terminal.text import print_json
from analytics.terminal.words import home_option, json_option


@click.command("migrate")
@home_option
@json_option
def migrate_command(home: Path | None, as_json: bool) -> None:
    """Bring a store made by an older Sundial to this one's schema. What was loaded stays; everything is judged anew."""
    from analytics.operations.migrate import migrate
    from analytics.warehouse.home import home as resolved

    with Progress() as progress:
        done = migrate(resolved(home), on_progress=progress)
    if as_json:
        print_json(done)
    elif done["migrated"]:
        click.echo(f"The store is now in schema {done['to_schema']} (it was in {done['from_schema']}).")
    else:
        stands = "the store has this program's schema" if done["from_schema"] else "nothing is loaded yet"
        click.echo(f"Nothing to do: {stands}.")
