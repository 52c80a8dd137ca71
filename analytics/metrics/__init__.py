"""Metrics: their catalogue, measure(), and the rows behind the numbers."""

from analytics.metrics.answer import Answer, Facts
from analytics.metrics.catalogue import Metric, catalogue, metric
from analytics.metrics.change import Change, between, change, of_points
from analytics.metrics.control import ControlChart, Point, chart_needs, chart_of, control, control_each
from analytics.metrics.lists import (
    breached_clocks,
    dimension_values,
    escalation_list,
    level_names,
    near_misses,
    not_escalated,
    open_work,
    target_used,
    ticket_history,
    tickets_found,
    work_list,
)
from analytics.metrics.measure import measure
from analytics.metrics.overruns import Overruns, Part, overruns, time_spent
from analytics.metrics.question import Question, question_from_words
from analytics.metrics.ranking import Ranked, Ranking, causes, ranking, ranking_of
from analytics.metrics.terms import attainment_goals, tier_calendars

__all__ = [
    "Answer",
    "Change",
    "ControlChart",
    "Facts",
    "Metric",
    "Overruns",
    "Part",
    "Point",
    "Question",
    "Ranked",
    "Ranking",
    "attainment_goals",
    "between",
    "breached_clocks",
    "catalogue",
    "causes",
    "change",
    "chart_needs",
    "chart_of",
    "control",
    "control_each",
    "dimension_values",
    "escalation_list",
    "level_names",
    "measure",
    "metric",
    "near_misses",
    "not_escalated",
    "of_points",
    "open_work",
    "overruns",
    "question_from_words",
    "ranking",
    "ranking_of",
    "target_used",
    "ticket_history",
    "tickets_found",
    "tier_calendars",
    "time_spent",
    "work_list",
]
