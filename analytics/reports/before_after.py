"""What a load changed in the headline numbers: the same few figures before it and after it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.figures.wording import count, of, percent
from analytics.metrics import Question
from analytics.reports.ask import Ask
from analytics.reports.scope import CLOCK_WORDS
from analytics.vocabulary import Clock

NOTHING = "nothing loaded"


@dataclass(frozen=True)
class Changed:
    """One headline figure before and after, in words."""

    title: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two differ as they are shown."""
        return self.before != self.after

    def in_words(self) -> str:
        """`Tickets: 880 → 890`; of what was loaded first, `Tickets: 890`."""
        return f"{self.title}: {self.after}" if self.before == NOTHING else f"{self.title}: {self.before} → {self.after}"


def standing(ask: Ask | None) -> dict[str, str]:
    """The headline figures of a store by title; of a store that holds nothing, `NOTHING` for each."""
    figures = {"Tickets": NOTHING if ask is None else count(ask(Question(("tickets",))).rows()[0]["tickets"])}
    for clock in Clock:
        titles = [f"{CLOCK_WORDS[clock].capitalize()}: {part}" for part in ("attainment", "breached", "overdue")]
        if ask is None:
            figures |= dict.fromkeys(titles, NOTHING)
            continue
        row = ask(Question(("attainment", "breached", "overdue"), clock=clock)).rows()[0]
        met = f"{percent(row['attainment'])} ({of(row['met'], row['decided'])} decided)" if row["decided"] else percent(None)
        figures |= dict(zip(titles, (met, count(row["breached"] or 0), count(row["overdue"] or 0)), strict=True))
    return figures


def changes(before: dict[str, str], after: dict[str, str]) -> tuple[Changed, ...]:
    """The figures side by side, in the order they are shown."""
    return tuple(Changed(title, before.get(title, NOTHING), words) for title, words in after.items())
