"""The workbook: numbers are numbers and days are days, text never runs, and what is left out is said."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from analytics.metrics.catalogue import catalogue
from analytics.reports.writers.workbook import workbook
from tests.hurting.strings import HURTING
from tests.reports.writers.made_up import behind, empty, hostile, made_up, nothing_decided
from tests.reports.writers.parts import ranked
from tests.reports.writers.reading import sheets

NAMES = [
    "Summary", "Figures", "Changes", "Tiers", "Series", "Escalations", "Groups", "Open", "Breached tickets", "Escalated tickets",
    "Definitions", "Provenance",
]  # fmt: skip


def test_every_figure_stands_in_it_to_the_last_digit() -> None:
    month = made_up()
    found = sheets(workbook(month, behind()))
    assert list(found) == NAMES
    for row, figure in zip(found["Figures"], month.figures, strict=True):
        assert (row["Metric"], row["Value"], row["As it is read"]) == (figure.name, figure.value, figure.value_text)
        assert (row["Numerator"], row["Denominator"]) == (figure.numerator, figure.denominator)
        assert row["95 % low"] == ("" if figure.low is None else figure.low)
    for row, tier in zip(found["Tiers"], month.tiers, strict=True):
        assert (row["Tier"], row["Attainment"], row["Met"], row["Median (business seconds)"]) == (
            tier.tier, tier.attainment, tier.met, tier.elapsed_p50_seconds
        )  # fmt: skip
    assert [row["Attainment"] for row in found["Series"]] == [one.attainment for one in month.series]


def test_months_and_instants_are_days_of_the_reporting_zone() -> None:
    found = sheets(workbook(made_up(), behind()))
    assert found["Series"][-1]["Month"] == date(2026, 10, 1)
    assert found["Breached tickets"][0]["Received (America/Chicago)"] == datetime(2026, 10, 2, 9, 0)
    assert found["Breached tickets"][0]["Still open"] is True


def test_what_is_not_there_is_an_empty_cell_and_no_zero() -> None:
    found = sheets(workbook(empty(), replace(behind(0, 0), breached_in_all=0)))
    assert {row["Value"] for row in found["Figures"]} == {""}
    assert {row["Attainment"] for row in found["Series"]} == {""}
    assert found["Breached tickets"] == []


def test_an_instant_that_no_workbook_knows_stands_as_text() -> None:
    tickets = behind(1, 1)
    old = replace(tickets, breached=(replace(tickets.breached[0], received_at="1899-05-01T00:00:00Z"),))
    found = sheets(workbook(nothing_decided(), old))
    assert found["Breached tickets"][0]["Received (America/Chicago)"] == "1899-05-01T00:00:00Z"


def test_no_cell_runs_leads_away_or_is_taken_for_a_number() -> None:
    names = (*HURTING[150:153], "007", "1e309", "=1+1")
    month = replace(hostile(), groups=ranked("group", names))
    content = workbook(month, behind())
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in parts.items() if re.search(r"<f[ >]|<hyperlink|externalLink|TargetMode", text)]
    assert not [name for name in parts if "vba" in name.lower() or "external" in name.lower()]
    found = sheets(content)
    assert found["Breached tickets"][0]["Organisation"] == "=cmd|' /C calc'!A0"
    assert {"007", "1e309", "=1+1"} <= {row["Value"] for row in found["Groups"]}
    assert all(isinstance(row["Value"], str) for row in found["Groups"])


def test_tickets_left_out_are_counted_and_the_way_to_them_is_said() -> None:
    with ZipFile(BytesIO(workbook(made_up(), behind(breached=40)))) as archive:
        words = archive.read("xl/sharedStrings.xml").decode()
    assert "The furthest over 40 of 47 breached first responses due in the month; " in words
    assert "sundial export clocks --out FILE.csv --from 2026-10-01 --to 2026-10-31 writes all" in words
    assert "All 20 escalations in the month." in words


def test_every_metric_is_defined_in_it() -> None:
    rows = sheets(workbook(made_up(), behind()))["Definitions"]
    assert [(row["Metric"], row["Definition"]) for row in rows] == [(one.name, one.definition) for one in catalogue()]


def test_loads_policy_rules_and_versions_are_in_it() -> None:
    month = made_up()
    rows = sheets(workbook(month, behind()))["Provenance"]
    said = {(row["What"], row["Says"]) for row in rows}
    assert ("version", month.provenance.version) in said
    assert all(
        any(load.sha256 in str(row["SHA-256 (of the file / of how it was read)"]) for row in rows) for load in month.provenance.loads
    )
    assert {("rule", rule.text) for rule in month.provenance.rules} <= said


def test_the_same_month_is_the_same_file() -> None:
    assert workbook(made_up(), behind()) == workbook(made_up(), behind())


@pytest.mark.parametrize("kind", ["breached", "escalated"])
def test_a_sheet_of_tickets_has_a_column_for_each_of_their_fields(kind: str) -> None:
    found = behind(1, 1)
    rows = sheets(workbook(made_up(), found))[f"{kind.capitalize()} tickets"]
    assert len(rows[0]) == len(fields(getattr(found, kind)[0]))


def test_every_sheet_shows_its_whole_header_and_is_no_wider_on_paper_than_can_be_read() -> None:
    with ZipFile(BytesIO(workbook(made_up(), behind(1, 1)))) as file:
        parts = [file.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, len(NAMES) + 1)]
    figures = parts[NAMES.index("Figures")]
    assert 'ht="60" customHeight="1"' in figures  # "Month before: difference, high" in 12 signs: four lines
    assert [int(re.findall(r'fitToWidth="([0-9]+)"', part)[0]) if "fitToWidth" in part else 1 for part in parts][:2] == [1, 3]
    assert all('fitToHeight="0" orientation="landscape"' in part for part in parts)
