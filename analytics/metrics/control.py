"""Control charts: whether a month is unlike the others, or within what chance gives it.

Shares stand on a p-chart, escalations per 100 tickets on a u-chart. Both take it that chance is binomial or Poisson; over thousands of
tickets real months differ by more than that. Where they do, the limits are widened by sigma_z (Laney, Improved Control Charts for
Attributes, Quality Engineering 14(4), 2002: p′ and u′): the mean moving range of the standardised points over 1.128. Chance alone would
give sigma_z about 1, with the variance (0.8264 k - 1.082) / (k - 1)² over k points (Cryer and Ryan, Journal of Quality Technology 22(3),
1990). The limits are widened where sigma_z lies above what chance reaches once in twenty charts. They are never narrowed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from analytics.errors import QuestionRefused
from analytics.metrics.answer import Facts
from analytics.metrics.catalogue import Metric, aggregates, catalogue, metric
from analytics.metrics.measure import measure
from analytics.metrics.periods import closed_before, first_day, following, without_holes
from analytics.metrics.question import Question
from analytics.metrics.run_rules import signals
from analytics.vocabulary import Dimension

FEWEST_PERIODS = 12
FEWEST_EXPECTED = 1.0
"""With fewer breaches (or fewer met) to be expected than this, three sigma is no rare event: such a period is shown and not judged."""
_RANGE_TO_SIGMA = 1.128
_ONE_IN_TWENTY = 1.6448536269514722


@dataclass(frozen=True)
class Point:
    """One period. low, high: the 95 % interval of its own value; lower_limit, upper_limit: what chance gives a period of its size.

    judged: whether the run rules were asked; why_not says why where they were not. signals: the rules that it completes.
    """

    period: str
    value: float | None
    numerator: int | None
    denominator: int | None
    low: float | None
    high: float | None
    closed: bool
    why_not: str | None
    lower_limit: float | None = None
    upper_limit: float | None = None
    sigmas: float | None = None
    signals: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        return self.why_not is None


@dataclass(frozen=True)
class ControlChart:
    """A metric over time. enough: at least FEWEST_PERIODS could be judged; without them there are no limits and no signals.

    chart: p, p′, u or u′. centre, limits and values are in the metric's unit. widened_by: what three sigma was multiplied with (1 on
    p and u). sigma_z: None where no two judged periods stand side by side, or chance has no room; chance_sigma_z: what it was held against.
    """

    metric: str
    unit: str
    better: str
    period: str
    chart: str
    centre: float | None
    sigma_z: float | None
    chance_sigma_z: float | None
    widened_by: float
    judged_periods: int
    enough: bool
    words: str
    points: tuple[Point, ...]

    def point(self, period: str) -> Point | None:
        """The point of a period, None where nothing lies in it."""
        return next((point for point in self.points if point.period == period), None)

    def sigma(self, denominator: float) -> float | None:
        """One sigma of a period with this denominator, widened where the chart is; None without a centre."""
        return None if self.centre is None else self.widened_by * _sigma(self.centre, denominator, self.unit)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"points": [asdict(point) | {"judged": point.judged} for point in self.points]}


def charted() -> tuple[str, ...]:
    """The metrics that have a chart: one count of another, with an interval."""
    return tuple(one.name for one in catalogue() if _is_charted(one))


def control(facts: Facts, question: Question, period: Dimension = Dimension.MONTH) -> ControlChart:
    """The control chart of a question's one metric over months, weeks or days, within its selection and days.

    Centre and limits come from the closed periods (T3). A period that is not closed, or of which clocks other than paused ones still run,
    is shown and never judged; one without anything decided is a gap. Raises QuestionRefused where the metric has no chart.
    """
    asked = _asked(question, period)
    rows = measure(facts, replace(question, metrics=chart_needs(asked.name), by=(period,))).rows()
    return chart_of(asked.name, rows, closed_before(facts, question), period)


def control_each(facts: Facts, question: Question, dimension: Dimension, period: Dimension = Dimension.MONTH) -> dict[Any, ControlChart]:
    """control() of every value of a dimension, None among them where it is not recorded, in one question; in the order of answers."""
    asked = _asked(question, period)
    by_value: dict[Any, list[dict[str, Any]]] = {}
    for row in measure(facts, replace(question, metrics=chart_needs(asked.name), by=(dimension, period))).rows():
        by_value.setdefault(row[dimension], []).append(row)
    until = closed_before(facts, question)
    return {value: chart_of(asked.name, rows, until, period) for value, rows in by_value.items()}


def _asked(question: Question, period: Dimension) -> Metric:
    if len(question.metrics) != 1 or question.by or not _is_charted(metric(question.metrics[0])):
        found = f"{', '.join(question.metrics)}{' by ' if question.by else ''}{', '.join(question.by)}"
        raise QuestionRefused("this is not one metric with a control chart", found, f"ask for one of {', '.join(charted())}")
    if period not in (Dimension.MONTH, Dimension.WEEK, Dimension.DAY):
        raise QuestionRefused("a control chart runs over time", str(period), "choose month, week or day")
    return metric(question.metrics[0])


def _of_clocks(asked: Metric) -> bool:
    return any(metric(name).relation == "clocks" for name in aggregates(asked.name))


def chart_needs(name: str) -> tuple[str, ...]:
    """The metrics that the chart of a metric is made of."""
    return (name, "running", "paused") if _of_clocks(metric(name)) else (name,)


def chart_of(name: str, rows: Sequence[dict[str, Any]], until: date | None, period: Dimension = Dimension.MONTH) -> ControlChart:
    """control() of what is measured already: rows by `period` that hold chart_needs(name); until: of closed_before()."""
    asked = metric(name)
    points = _points(asked, period, {row[period]: row for row in rows if row[period]}, until)
    settled = [point for point in points if point.closed and point.denominator and point.why_not is None]
    centre = _centre(settled, asked.unit)
    points = [_with_expectation(point, centre, asked.unit) for point in points]
    return _chart(asked, period, centre, points)


def _is_charted(one: Metric) -> bool:
    names = {other.name for other in catalogue()}
    plain = one.numerator in names and one.denominator in names
    return bool(plain and f"{one.name}_low" in names and f"{one.name}_high" in names)


def _points(asked: Metric, period: Dimension, rows: dict[str, dict[str, Any]], until: date | None) -> list[Point]:
    points = []
    for name in without_holes(rows):
        row = rows.get(name, {})
        closed = until is not None and until >= first_day(following(name))
        top, below = row.get(str(asked.numerator)), row.get(str(asked.denominator))
        why_not = None if closed else "not closed yet"
        if not below:
            why_not = "nothing to measure"
        elif closed and _of_clocks(asked) and row["running"] > row["paused"]:
            why_not = "clocks of it still run"
        low, high = row.get(f"{asked.name}_low"), row.get(f"{asked.name}_high")
        points.append(Point(name, row.get(asked.name), top, below, low, high, closed, why_not))
    return points


def _centre(points: Sequence[Point], unit: str) -> float | None:
    below = sum(point.denominator or 0 for point in points)
    return _scale(unit) * sum(point.numerator or 0 for point in points) / below if below else None


def _scale(unit: str) -> float:
    return 100.0 if unit == "per 100 tickets" else 1.0


def _sigma(centre: float, denominator: float, unit: str) -> float:
    """Binomial for shares, Poisson for counts per 100."""
    rate = centre / _scale(unit)
    variance = rate if unit == "per 100 tickets" else rate * (1 - rate)
    return _scale(unit) * math.sqrt(max(variance, 0.0) / denominator)


def _with_expectation(point: Point, centre: float | None, unit: str) -> Point:
    """Marks a period that is too small to be judged."""
    if centre is None or not point.judged or not point.denominator:
        return point
    expected = point.denominator * centre / _scale(unit)
    fewest = expected if unit == "per 100 tickets" else min(expected, point.denominator - expected)
    return replace(point, why_not="too few to judge") if fewest < FEWEST_EXPECTED else point


def _chart(asked: Metric, period: Dimension, centre: float | None, points: list[Point]) -> ControlChart:
    letter = "u" if asked.unit == "per 100 tickets" else "p"
    judged = sum(point.judged for point in points)
    enough = centre is not None and judged >= FEWEST_PERIODS
    sigma_z = chance = None
    widened_by = 1.0
    if centre is not None and enough:
        standard = [(p.value - centre) / _sigma(centre, p.denominator, asked.unit) if p.judged and p.value is not None and p.denominator
                    else None for p in points]  # fmt: skip
        sigma_z, chance = _dispersion(standard)
        widened_by = sigma_z if sigma_z is not None and chance is not None and sigma_z > chance else 1.0
        points = _judged(points, standard, centre, widened_by, asked.unit)
    return ControlChart(
        metric=asked.name,
        unit=asked.unit,
        better=asked.better,
        period=str(period),
        chart=letter + ("′" if widened_by > 1 else ""),
        centre=centre,
        sigma_z=sigma_z,
        chance_sigma_z=chance,
        widened_by=widened_by,
        judged_periods=judged,
        enough=enough,
        words=_words(asked, period, judged, enough),
        points=tuple(points),
    )


def _words(asked: Metric, period: Dimension, judged: int, enough: bool) -> str:
    """What is to be known before the chart is read."""
    if not enough:
        return f"too few {period}s to say: {judged} can be judged, {FEWEST_PERIODS} are needed"
    return f"the newest {period}s can still rise" if asked.name == "escalated_share" else ""


def _dispersion(standard: Sequence[float | None]) -> tuple[float | None, float | None]:
    """sigma_z, and the value that chance alone exceeds once in twenty charts. Ranges are taken between neighbours only, not over gaps."""
    ranges = [abs(after - before) for before, after in pairwise(standard) if before is not None and after is not None]
    k = len(ranges) + 1
    if k < 2:
        return None, None
    variance = (0.8264 * k - 1.082) / (k - 1) ** 2
    return sum(ranges) / len(ranges) / _RANGE_TO_SIGMA, 1 + _ONE_IN_TWENTY * math.sqrt(variance)


def _judged(points: list[Point], standard: list[float | None], centre: float, widened_by: float, unit: str) -> list[Point]:
    """The points with their limits and signals."""
    sigmas = [None if z is None else z / widened_by for z in standard]
    found = signals(sigmas, [point.value if point.judged else None for point in points])
    highest = math.inf if unit == "per 100 tickets" else 1.0
    judged = []
    for point, sigma, marks in zip(points, sigmas, found, strict=True):
        reach = 3 * widened_by * _sigma(centre, point.denominator, unit) if point.denominator else None
        lower, upper = (None, None) if reach is None else (max(centre - reach, 0.0), min(centre + reach, highest))
        judged.append(replace(point, lower_limit=lower, upper_limit=upper, sigmas=sigma, signals=marks))
    return judged
