"""How a report asks: any function from a question to an answer, so that a page can hand in one that remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from analytics.metrics import Answer, Question

Ask = Callable[[Question], Answer]

AT_ONCE = 2
"""Questions asked side by side. Sorting for a percentile keeps one thread busy; another question uses the rest of the machine meanwhile."""


def ask_in_background(ask: Ask, questions: Iterable[Question], initialise: Callable[[], None] | None = None) -> None:
    """Begin to ask all of them, and do not wait: an `ask` that remembers, and waits for what is being asked, then has them sooner."""
    read_in_background((partial(ask, question) for question in questions), initialise)


def read_in_background(readings: Iterable[Callable[[], object]], initialise: Callable[[], None] | None = None) -> None:
    """The same of any readings that remember. What is refused is refused again to the one who needs it."""
    pool = ThreadPoolExecutor(AT_ONCE, initializer=initialise)
    for reading in readings:
        pool.submit(reading)
    pool.shutdown(wait=False)
