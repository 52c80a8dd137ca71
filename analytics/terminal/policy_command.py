"""`sundial policy`: the support policy's versions: check, add, list, restate."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from analytics.errors import PolicyRefused
from analytics.terminal.answers import print_flips, print_policies
from analytics.terminal.progress import Progress
from analytics.terminal.text import print_facts, print_json
from analytics.terminal.words import home_option, json_option, must_be_there


@click.group("policy")
def policy_command() -> None:
    """The support policy's versions: check, add, list, restate."""


@policy_command.command("check")
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


@policy_command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def policy_add(file: Path, home: Path | None, as_json: bool) -> None:
    """Add a version that takes effect after everything loaded so far."""
    must_be_there(file)
    from analytics.operations.restate import add_policy
    from analytics.warehouse.home import home as resolved

    added = add_policy(resolved(home), file)
    print_json(added) if as_json else print_facts(added)


@policy_command.command("list")
@home_option
@json_option
def policy_list(home: Path | None, as_json: bool) -> None:
    """List the versions in the order they take effect."""
    from analytics.operations.restate import list_policies
    from analytics.warehouse.home import home as resolved

    (print_json if as_json else print_policies)(list_policies(resolved(home)))


@policy_command.command("restate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agree", is_flag=True, help="Do it. Without this only the verdicts that would flip are shown.")
@home_option
@json_option
def policy_restate(file: Path, agree: bool, home: Path | None, as_json: bool) -> None:
    """Judge anew what a version with an earlier date changes: shows the flips first."""
    must_be_there(file)
    from analytics.operations.restate import restate_policy
    from analytics.warehouse.home import home as resolved

    with Progress() as progress:
        flips = restate_policy(resolved(home), file, agree, on_progress=progress)
    (print_json if as_json else print_flips)(flips)
    if not agree:
        click.echo("Nothing is changed yet. To agree: the same command with --agree", err=True)
