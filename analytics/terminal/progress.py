"""A line on stderr that says what is being done and how far it is."""

from __future__ import annotations

import sys
import time

import click

_BAR_CELLS = 24
_REFRESH_SECONDS = 0.1


class Progress:
    """The line; silent where stderr is no terminal.

    Called with the step in words and, where it is known, the share done between 0 and 1.
    """

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._drawn_at = float("-inf")
        self._step = ""

    def __call__(self, step: str, share: float | None = None) -> None:
        now = time.monotonic()
        if not self._on or (step == self._step and now - self._drawn_at < _REFRESH_SECONDS):
            return
        self._step, self._drawn_at = step, now
        done = "" if share is None else _bar(min(max(share, 0.0), 1.0))
        click.echo(f"\r\x1b[2K{done}{step}", err=True, nl=False)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._step:
            click.echo("\r\x1b[2K", err=True, nl=False)


def _bar(share: float) -> str:
    full = int(share * _BAR_CELLS)
    return f"[{'#' * full}{'.' * (_BAR_CELLS - full)}] {100 * share:3.0f} %  "
