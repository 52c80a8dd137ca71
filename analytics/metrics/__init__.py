"""Metrics: their catalogue, measure(), and the rows behind the numbers."""

from analytics.metrics.answer import Answer, Facts
from analytics.metrics.catalogue import Metric, catalogue, metric
from analytics.metrics.change import Change, change
from analytics.metrics.control import ControlChart, control
from analytics.metrics.lists import breached_clocks, dimension_values, escalation_list, level_names, near_misses, not_escalated
from analytics.metrics.measure import measure
from analytics.metrics.overruns import Overruns, Part, overruns, time_spent
from analytics.metrics.question import Question, question_from_words
from analytics.metrics.ranking import Cause, Ranked, Ranking, causes, ranked_by, ranking, ranking_questions

__all__ = [
    "Answer",
    "Cause",
    "Change",
    "ControlChart",
    "Facts",
    "Metric",
    "Overruns",
    "Part",
    "Question",
    "Ranked",
    "Ranking",
    "breached_clocks",
    "catalogue",
    "causes",
    "change",
    "control",
    "dimension_values",
    "escalation_list",
    "level_names",
    "measure",
    "metric",
    "near_misses",
    "not_escalated",
    "overruns",
    "question_from_words",
    "ranked_by",
    "ranking",
    "ranking_questions",
    "time_spent",
]
