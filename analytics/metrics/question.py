"""What is asked: metrics, broken down by dimensions, over a period and a selection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from analytics.errors import QuestionRefused, UnknownWord
from analytics.metrics import catalogue, dimensions
from analytics.vocabulary import Clock, Dimension, Rule, Verdict

Word = TypeVar("Word", bound=StrEnum)
Selection = Mapping[Dimension, tuple[str | None, ...]]


@dataclass(frozen=True)
class Question:
    """A question to measure(). Days are inclusive, in the reporting zone (T4), of the rule (K8).

    where: for a dimension, the shown texts to keep; None among them keeps rows where it is not recorded; an empty tuple
    keeps all. Raises UnknownWord and QuestionRefused when made.
    """

    metrics: tuple[str, ...]
    by: tuple[Dimension, ...] = ()
    clock: Clock = Clock.FIRST_RESPONSE
    rule: Rule = Rule.DUE
    verdict: Verdict = Verdict.POLICY
    from_on: date | None = None
    to_on: date | None = None
    where: Selection = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.metrics:
            catalogue.metric(name)
        if len(set(self.by)) < len(self.by):
            raise QuestionRefused("a dimension is named twice", ", ".join(self.by), "name each dimension once")
        if self.from_on and self.to_on and self.from_on > self.to_on:
            raise QuestionRefused("the period ends before it begins", f"{self.from_on} to {self.to_on}", "swap the two days")
        if Dimension.LEVEL in self.by or self.where.get(Dimension.LEVEL):
            self._check_level()
        self.keys()

    def __hash__(self) -> int:
        where = tuple(sorted((dimension, tuple(map(repr, texts))) for dimension, texts in self.where.items()))
        return hash((self.metrics, self.by, self.clock, self.rule, self.verdict, self.from_on, self.to_on, where))

    def keys(self) -> dict[Dimension, list[Any]]:
        """For each dimension that is restricted, the keys to keep, None for not recorded."""
        return {
            dimension: [None if text is None else dimensions.read(dimension, text) for text in texts]
            for dimension, texts in self.where.items()
            if texts
        }

    def _check_level(self) -> None:
        others = [name for name in self.metrics if not catalogue.splits_by_level(name)]
        if others:
            allowed = (one.name for one in catalogue.catalogue() if catalogue.splits_by_level(one.name))
            raise QuestionRefused(
                "only escalations have a level, so other metrics cannot be split or selected by it",
                ", ".join(others),
                f"ask by level for {', '.join(sorted(allowed))}, and the others without it",
            )


def question_from_words(
    metrics: Iterable[str],
    *,
    by: Iterable[str] = (),
    clock: str = Clock.FIRST_RESPONSE,
    rule: str = Rule.DUE,
    verdict: str = Verdict.POLICY,
    from_on: date | None = None,
    to_on: date | None = None,
    where: Mapping[str, Iterable[str | None]] | None = None,
) -> Question:
    """A Question from the words of a command line or a URL. Empty text in `where` means not recorded. Raises UnknownWord."""
    return Question(
        metrics=tuple(dict.fromkeys(metrics)),
        by=tuple(_word(Dimension, "dimension", word) for word in by),
        clock=_word(Clock, "clock", clock),
        rule=_word(Rule, "rule", rule),
        verdict=_word(Verdict, "verdict", verdict),
        from_on=from_on,
        to_on=to_on,
        where={_word(Dimension, "dimension", word): tuple(text or None for text in texts) for word, texts in (where or {}).items()},
    )


def _word(kind: type[Word], title: str, word: str) -> Word:
    try:
        return kind(word)
    except ValueError:
        raise UnknownWord(title, word, [member.value for member in kind]) from None
