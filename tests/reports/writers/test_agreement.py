"""Every form of a real month says what measure() says, to the digit: PDF, HTML, workbook and JSON are read back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from analytics.figures.wording import count, duration, of, percent
from analytics.metrics import Question, measure
from analytics.reports.monthly import MonthlySummary, monthly_summary, tickets_behind
from analytics.reports.periods import month_of
from analytics.reports.writers.html import html
from analytics.reports.writers.pdf import pdf
from analytics.reports.writers.sheet import sheet
from analytics.reports.writers.workbook import workbook
from analytics.vocabulary import Clock, Dimension
from analytics.warehouse import Reader
from tests.reports.writers.reading import html_words, pdf_pages, sheets, squeezed

BEFORE = "2019-01"
MONTHS = ("2026-10", "2026-11", BEFORE)
"""Of the published desks: one closed, one running, one before the first load."""


@dataclass(frozen=True)
class Forms:
    """A month in every form."""

    summary: MonthlySummary
    pdf: bytes
    html: bytes
    workbook: bytes
    json: str


@pytest.fixture(scope="module", params=MONTHS)
def forms(request: pytest.FixtureRequest, reader: Reader) -> Forms:
    return _forms(reader, request.param)


@cache
def _forms(reader: Reader, month: str) -> Forms:
    found = monthly_summary(reader, month)
    return Forms(found, pdf(found), html(found), workbook(found, tickets_behind(reader, month)), found.json_text())


def _asked(reader: Reader, month: str, by: tuple[Dimension, ...] = ()) -> list[dict[str, object]]:
    period = month_of(month)
    metrics = ("attainment", "breached", "elapsed_p50", "elapsed_p90", "escalation_frequency", "tickets")
    return measure(reader, Question(metrics, by=by, clock=Clock.FIRST_RESPONSE, from_on=period.from_on, to_on=period.to_on)).rows()


def test_the_headline_of_every_form_is_what_is_measured(forms: Forms, reader: Reader) -> None:
    (row,) = _asked(reader, forms.summary.month)
    said = [percent(row["attainment"], "none decided"), count(row["breached"] or 0)]
    said += [duration(row[name], "none timed", at_least=bool(row[f"{name}_at_least"])) for name in ("elapsed_p50", "elapsed_p90")]
    if row["decided"]:
        said.append(of(row["met"], row["decided"]))
    for text in (pdf_pages(forms.pdf)[0], html_words(forms.html)):
        assert [words for words in said if squeezed(words) not in text] == []
    cells = {line["Metric"]: line["Value"] for line in sheets(forms.workbook)["Figures"] if line["Clock"] != "resolution"}
    plain = {one["name"]: one["value"] for one in json.loads(forms.json)["figures"] if one["clock"] != "resolution"}
    for name in ("attainment", "breached", "elapsed_p50", "elapsed_p90", "escalation_frequency", "tickets"):
        measured = row[name] if row[name] == row[name] else None
        assert plain[name] == measured, name
        assert cells[name] == ("" if measured is None else measured), name


def test_each_tier_of_every_form_is_what_is_measured(forms: Forms, reader: Reader) -> None:
    rows = {row["tier"]: row for row in _asked(reader, forms.summary.month, (Dimension.TIER,)) if row["decided"]}
    printed, shown = pdf_pages(forms.pdf)[0], html_words(forms.html)
    cells = {line["Tier"]: line for line in sheets(forms.workbook)["Tiers"] if line["All priorities"] is True}
    for tier, row in rows.items():
        words = squeezed(f"{of(row['met'], row['decided'])} {percent(row['attainment'])}")
        assert words in printed and words in shown, tier
        assert (cells[tier]["Met"], cells[tier]["Decided"], cells[tier]["Attainment"]) == (row["met"], row["decided"], row["attainment"])
    plain = {one["tier"]: one["attainment"] for one in json.loads(forms.json)["tiers"] if one["is_total"] and one["decided"]}
    assert plain == {tier: row["attainment"] for tier, row in rows.items()}


def test_the_tickets_of_the_workbook_are_those_that_were_counted(forms: Forms, reader: Reader) -> None:
    (row,) = _asked(reader, forms.summary.month)
    found = sheets(forms.workbook)
    assert len(found["Breached tickets"]) == (row["breached"] or 0)
    assert len(found["Escalated tickets"]) == (row["escalations"] or 0)
    assert all(isinstance(line["Ticket"], str) for line in found["Breached tickets"])


def test_a_month_is_one_sheet_on_either_paper(forms: Forms) -> None:
    for paper in ("a4", "letter"):
        content = pdf(forms.summary, paper)
        assert len(PdfReader(BytesIO(content)).pages) == 1
        assert len(content) < 300_000


def test_every_form_says_where_it_comes_from(forms: Forms) -> None:
    origin = forms.summary.provenance
    for text in (pdf_pages(forms.pdf)[0], html_words(forms.html)):
        assert origin.version[:12] in text and origin.program_version in text
        assert all(load.sha256[:12] in text for load in origin.loads[:3])
    words = str(sheets(forms.workbook)["Provenance"])
    assert all(
        told in words for told in (origin.version, *(load.sha256 for load in origin.loads), *(policy.sha256 for policy in origin.policies))
    )
    assert origin.version in forms.json


def test_a_month_that_is_not_closed_says_so_in_every_form(forms: Forms) -> None:
    state = {"closed": "Month closed", "running": "Still running: figures will change", "before the data": "Before the data"}[
        forms.summary.phase
    ]
    assert squeezed(state) in pdf_pages(forms.pdf)[0] and squeezed(state) in html_words(forms.html)
    assert forms.summary.phase_text in str(sheets(forms.workbook)["Summary"])


def test_no_form_says_a_rate_where_nothing_is_decided(reader: Reader) -> None:
    found = _forms(reader, BEFORE)
    assert not any(month.decided for month in found.summary.series)
    assert not re.search(r"\d\s*%", " ".join(tile.value for tile in sheet(found.summary).tiles))
    assert not re.search(r"\d%", pdf_pages(found.pdf)[0].replace("95%interval", ""))
