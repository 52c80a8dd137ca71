"""A load that goes on in a thread of its own, so that whoever started it can watch it and call it off."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.intake.options import LoadOptions
from analytics.operations.load import load_files


class LoadRun:
    """One load under way. It needs nobody to watch it: it ends, and publishes, also when its page is closed."""

    def __init__(self, home: Path, files: Sequence[Path], names: Sequence[str], options: LoadOptions) -> None:
        self._told: tuple[str, float] = ("Starting", 0.0)
        self._called_off = threading.Event()
        self._receipt: dict[str, Any] | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._load, args=(home, files, names, options), daemon=True)
        self._thread.start()

    @property
    def progress(self) -> tuple[str, float]:
        """What it is doing, and how far it is: 0 to 1, never going back."""
        return self._told

    @property
    def is_done(self) -> bool:
        """Whether it has ended: well, with an error, or called off."""
        return not self._thread.is_alive()

    def call_off(self) -> None:
        """Have it end without changing anything. Too late once the new version is published."""
        self._called_off.set()

    def wait(self) -> None:
        """Return when it has ended."""
        self._thread.join()

    def receipt(self) -> dict[str, Any]:
        """The receipt of an ended load. Raises what the load raised."""
        self.wait()
        if self._error is not None:
            raise self._error
        assert self._receipt is not None
        return self._receipt

    def _load(self, home: Path, files: Sequence[Path], names: Sequence[str], options: LoadOptions) -> None:
        try:
            self._receipt = load_files(home, files, options, self._hear, self._called_off.is_set, names)
        except BaseException as error:  # noqa: BLE001  handed to whoever asks for the receipt
            self._error = error

    def _hear(self, step: str, share: float | None) -> None:
        self._told = (step, max(self._told[1], min(share or 0.0, 1.0)))
