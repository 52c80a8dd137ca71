"""The search for memory held in circles, put off."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """While hundreds of thousands of small values are made and kept, Python would look through all of them again and again for circles that
    nothing holds any more: a quarter of the time of a workbook, for none. It looks again from the end on."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
