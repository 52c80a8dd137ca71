"""The README is true: its commands are understood, its make targets and files are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from analytics.cli import main

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"```\w*\n(.*?)```", README, re.DOTALL)) + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", README))
STARTS = re.compile(r"(?:\S*bin/|\S*\\Scripts\\)?(sundial .+)")
COMMANDS = sorted({found.group(1).partition(" #")[0].strip() for line in CODE.splitlines() if (found := STARTS.match(line.strip()))})


def understood(command: str) -> None:
    """Parse a command line as `sundial` does, without running it. Raises click.UsageError."""
    words = shlex.split(command, comments=True)[1:]
    context = click.Context(main)
    found: click.Command = main
    while isinstance(found, click.Group):
        name, child, words = found.resolve_command(context, words)
        assert child is not None
        context, found = click.Context(child, parent=context, info_name=name), child
    found.make_context(found.name, words, parent=context.parent)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_is_understood(command: str) -> None:
    understood(command)


def test_every_command_is_shown() -> None:
    assert {command.split()[1] for command in COMMANDS} >= set(main.commands)


def test_every_make_target_is_there() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make (\w+)", CODE, re.MULTILINE))
    assert {"run", "test", "check", "bench", "lock"} <= named
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_every_file_it_links_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", README)
    assert [target for target in targets if "://" not in target and not (CHECKOUT / target).exists()] == []
