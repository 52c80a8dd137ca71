"""What the overview asks of a store, so that it can be asked at once."""

from __future__ import annotations

from analytics.metrics import Question
from analytics.reports import drivers
from analytics.reports.headline import CLOCK_METRICS, ESCALATION_METRICS
from analytics.reports.scope import Scope
from analytics.reports.standing import OUTCOMES
from analytics.vocabulary import Dimension

DRIVERS = (Dimension.GROUP, Dimension.ORGANISATION)


def questions(scope: Scope) -> tuple[Question, ...]:
    """The longest first: the others fit beside it."""
    return (
        scope.ask(*CLOCK_METRICS, *ESCALATION_METRICS),
        scope.ask("attainment", by=(Dimension.MONTH,)),
        scope.ask("breach_rate", by=(Dimension.TIER, Dimension.PRIORITY)),
        scope.ask("tickets", "breach_rate", by=(Dimension.WEEKDAY, Dimension.HOUR)),
        *(drivers.question(scope, dimension) for dimension in DRIVERS),
        scope.ask(*OUTCOMES),
        scope.ask("channel_uncovered_share"),
    )
