"""What a page or report looks at: one set of filters, turned into questions and into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analytics.figures.wording import shown
from analytics.metrics import Question
from analytics.reports.periods import Period
from analytics.vocabulary import Clock, Dimension, Rule, Verdict

CLOCK_WORDS = {Clock.FIRST_RESPONSE: "first response", Clock.RESOLUTION: "resolution"}
RULE_WORDS = {Rule.DUE: "due in the period", Rule.STARTED: "started in the period", Rule.STOPPED: "stopped in the period"}
VERDICT_WORDS = {
    Verdict.POLICY: "judged by the policy",
    Verdict.DEADLINE: "judged by the export's deadline",
    Verdict.VENDOR: "judged by the export's own verdict",
}


@dataclass(frozen=True)
class Scope:
    """A period, a clock, how it is placed in time (K8), whose verdict counts (K9), and the values chosen per dimension."""

    period: Period
    clock: Clock = Clock.FIRST_RESPONSE
    rule: Rule = Rule.DUE
    verdict: Verdict = Verdict.POLICY
    where: Mapping[Dimension, tuple[str | None, ...]] = field(default_factory=dict)

    def ask(self, *metrics: str, by: tuple[Dimension, ...] = ()) -> Question:
        """The question for these metrics within this scope."""
        return Question(
            metrics=metrics,
            by=by,
            clock=self.clock,
            rule=self.rule,
            verdict=self.verdict,
            from_on=self.period.from_on,
            to_on=self.period.to_on,
            where=self.where,
        )

    def in_words(self, with_clock: bool = True) -> str:
        """What is filtered, in one line: `Oct 2026 · tier Enterprise · first response · due in the period · judged by the policy`."""
        chosen = [f"{dimension} {_listed(values)}" for dimension, values in self.where.items()]
        if not with_clock:
            return " · ".join([self.period.name, *chosen])
        return " · ".join([self.period.name, *chosen, CLOCK_WORDS[self.clock], RULE_WORDS[self.rule], VERDICT_WORDS[self.verdict]])


def _listed(values: tuple[str | None, ...]) -> str:
    names = [shown(value) for value in values]
    return " or ".join(names) if len(names) <= 3 else f"{', '.join(names[:3])} and {len(names) - 3} more"
