"""`sundial report`: the monthly summary as files, and as the text of an e-mail."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import click

from analytics.terminal.text import print_json
from analytics.terminal.words import home_option, json_option, samples_option


def _month(ctx: click.Context, parameter: click.Parameter, word: str) -> str:
    """A month or "last"; anything else is a usage error."""
    if word != "last" and not (re.fullmatch(r"\d{4}-\d\d", word) and "01" <= word[5:] <= "12" and word[:4] >= "1900"):
        raise click.BadParameter(f"{word!r} is not a month; write it like 2026-10, or last", ctx, parameter)
    return word


@click.command("report")
@click.option("--month", required=True, metavar="2026-10|last", callback=_month,
              help="The month; last: the last one that every source tells the whole of.")  # fmt: skip
@click.option("--out", "outs", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Write FILE.pdf, .html, .xlsx or .json; repeated: all of them. {month} in a name becomes the month.")  # fmt: skip
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Of the PDF.")
@click.option("--text", "as_text", is_flag=True, help="Print a subject line and the report as plain text, ready for an e-mail.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@samples_option
@home_option
@json_option
def report_command(month: str, outs: tuple[Path, ...], paper: str, as_text: bool, force: bool, samples: bool, home: Path | None,
                   as_json: bool) -> None:  # fmt: skip
    """Issue the summary of a month. Says nothing where all went well; what was issued is remembered, and later changes are told."""
    if not (outs or as_text or as_json):
        raise click.UsageError("say where the report goes: --out FILE, --text or --json")
    if as_text and as_json:
        raise click.UsageError("--text and --json both print: ask for one of them")
    from analytics.operations.open_store import open_ahead
    from analytics.warehouse.home import home as resolved

    place = resolved(home)
    open_ahead(place, samples)
    from analytics.operations.report import report

    issued, summary = report(place, month, outs, paper=paper, samples=samples, force=force)
    if as_text:
        from analytics.reports.monthly.plain_text import body, subject

        click.echo(f"Subject: {subject(summary)}\n\n{body(summary)}", nl=False)
    if as_json:
        print_json(asdict(issued))
