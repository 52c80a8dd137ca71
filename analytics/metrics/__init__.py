"""Metrics: their catalogue, measure(), and the rows behind the numbers."""

from analytics.metrics.answer import Answer, Facts
from analytics.metrics.catalogue import Metric, catalogue, metric
from analytics.metrics.change import Change, between, change
from analytics.metrics.control import ControlChart, control, control_each
from analytics.metrics.lists import (
    breached_clocks,
    dimension_values,
    escalation_list,
    level_names,
    open_work,
    ticket_history,
    tickets_found,
    work_list,
)
from analytics.metrics.measure import measure
from analytics.metrics.question import Question, question_from_words
from analytics.metrics.ranking import Ranked, Ranking, causes, ranking

__all__ = [
    "Answer",
    "Change",
    "ControlChart",
    "Facts",
    "Metric",
    "Question",
    "Ranked",
    "Ranking",
    "between",
    "breached_clocks",
    "catalogue",
    "causes",
    "change",
    "control",
    "control_each",
    "dimension_values",
    "escalation_list",
    "level_names",
    "measure",
    "metric",
    "open_work",
    "question_from_words",
    "ranking",
    "ticket_history",
    "tickets_found",
    "work_list",
]
