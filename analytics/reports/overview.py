"""What the overview asks of a store, so that it can be asked at once."""

from __future__ import annotations

from analytics.metrics import Question
from analytics.reports import drivers, headline
from analytics.reports.scope import Scope
from analytics.reports.series import series
from analytics.vocabulary import Dimension


def questions(scope: Scope, compared: Scope | None = None) -> tuple[Question, ...]:
    """In the order in which the page needs them, the headline and what it is compared with first."""
    return (
        *(headline.question(one) for one in (scope, compared) if one),
        series(scope),
        scope.ask("breach_rate", by=(Dimension.TIER, Dimension.PRIORITY)),
        drivers.question(scope, Dimension.GROUP),
        scope.ask("tickets", "breach_rate", by=(Dimension.WEEKDAY, Dimension.HOUR)),
    )
