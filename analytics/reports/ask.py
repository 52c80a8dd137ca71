"""How a report asks: any function from a question to an answer, so that a page can hand in one that remembers."""

from __future__ import annotations

from collections.abc import Callable

from analytics.metrics import Answer, Question

Ask = Callable[[Question], Answer]
