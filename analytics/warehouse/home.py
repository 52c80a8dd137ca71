"""Where the company's own files live."""

from __future__ import annotations

import os
from pathlib import Path

from analytics.errors import StoreRefused

CHECKOUT = Path(__file__).resolve().parents[2]


def home(argument: str | Path | None = None) -> Path:
    """The folder given (--home), else SUNDIAL_HOME, else data/warehouse of the checkout. Absolute; not created here."""
    chosen = argument or os.environ.get("SUNDIAL_HOME") or CHECKOUT / "data" / "warehouse"
    place = Path(chosen).expanduser().absolute()
    if place.exists() and not place.is_dir():
        raise StoreRefused("The place of the store is no folder.", str(chosen), "name a folder with --home or SUNDIAL_HOME")
    return place
