"""docs/metrics.md and docs/glossary.md are true: complete, up to date, and obeyed by the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from analytics import vocabulary
from analytics.metrics import catalogue
from analytics.metrics.docs import DOCS, glossary_page, metrics_page

ROOT = Path(__file__).parents[2]
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^- \*\*(.+?)\*\*: \S", GLOSSARY, flags=re.MULTILINE)
SOURCES = sorted(path for folder in ("analytics", "pages") for path in (ROOT / folder).rglob("*.py"))

# domain.md, "Words": ours, and those that are not.
WORDS = """ticket, event, tier, priority, group, assignee, requester, organisation, channel, source, policy, target, goal, calendar,
opening window, holiday, business time, calendar time, clock, received, started, stopped, due, pause, elapsed, remaining, met, breached,
overdue, running, decided, attainment, breach rate, escalation, level, ladder, escalation frequency, backlog, age, at risk, export,
export format, mapping, load, receipt, reject, fold, measure, metric, dimension, period, version, publish, restate, undo"""
OF_THE_SYSTEM = {"limited_process"}
"""A process of the operating system is called a process; the word is ruled out for what code does."""
NOT_OURS = {"data", "info", "utils", "helper", "process", "handle", "kpi", "sla", "reply"}


def test_metrics_md_is_what_the_catalogue_says() -> None:
    written = (DOCS / "metrics.md").read_text(encoding="utf-8")
    assert written == metrics_page(), "run: python -m analytics.metrics.docs"


def test_the_glossarys_list_of_metrics_is_what_the_catalogue_says() -> None:
    assert glossary_page(GLOSSARY) == GLOSSARY, "run: python -m analytics.metrics.docs"


def test_every_word_of_the_vocabulary_is_in_the_glossary() -> None:
    enums = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum]
    assert {word.value for kind in enums for word in kind} <= set(ENTRIES)


def test_every_word_of_the_domain_is_in_the_glossary() -> None:
    assert {word.strip() for word in WORDS.replace("\n", " ").split(",")} <= set(ENTRIES)


def test_every_metric_is_in_the_glossary() -> None:
    assert {metric.name for metric in catalogue()} <= set(ENTRIES)


def test_no_word_is_explained_twice() -> None:
    names = {metric.name for metric in catalogue()}
    explained = [word for word in ENTRIES if word not in names]
    assert len(set(explained)) == len(explained)


def test_every_metric_is_fully_defined() -> None:
    for metric in catalogue():
        assert metric.title and metric.definition.endswith(".") and metric.rules and metric.example and metric.expression, metric.name
        assert metric.better in ("up", "down", "none")
        if metric.unit in ("share", "per 100 tickets"):
            assert metric.numerator and metric.denominator, metric.name
        assert {*metric.companions} <= {other.name for other in catalogue()}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_in_code_are_words_of_the_field(path: Path) -> None:
    names = {path.stem, *_names(ast.parse(path.read_text(encoding="utf-8")))} - OF_THE_SYSTEM
    found = {name for name in names if _words(name) & NOT_OURS}
    assert not found, f"words that docs/glossary.md rules out: {sorted(found)}"


@pytest.mark.parametrize("path", sorted((ROOT / "analytics").rglob("*.sql")), ids=lambda path: str(path.relative_to(ROOT)))
def test_names_in_sql_are_words_of_the_field(path: Path) -> None:
    body = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
    found = {name for name in re.findall(r"\b(?:AS|TABLE|VIEW)\s+([a-z_0-9]+)", body, flags=re.IGNORECASE) if _words(name) & NOT_OURS}
    assert not found, f"words that docs/glossary.md rules out: {sorted(found)}"


def _names(tree: ast.Module) -> Iterator[str]:
    """What a file names itself: functions, classes, arguments, variables, attributes it sets."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _words(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in small letters. The fact table's own name, sla_clocks, may be spoken."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return set(spaced.lower().replace("sla_clocks", "clocks").split("_"))
