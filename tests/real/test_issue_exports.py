"""ITSM sample, public Jiras and the file without a creation time, against exports/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import MappingIncomplete
from tests.real.loading import FORMATS, loaded, rows


def test_itsm_sample_is_recognised_and_closing_times_stand_in(shared: Path, tmp_path: Path) -> None:
    file = shared / "exports" / "itsm-bpi2014-sample" / "ITSM_data.csv"
    receipt = loaded(tmp_path, [file], timezone="Europe/Amsterdam")
    assert (receipt["read"], receipt["inserted"], receipt["rejected"]) == (40, 40, 0)
    assert receipt["files"][0]["format"] == "hp_service_manager_incidents"
    assert receipt["warnings"]["closing_time_stands_in"] == 3
    first = "SELECT received_at, resolved_at, export_priority FROM judged_tickets WHERE ticket_id = 'IM0000004'"
    assert [str(cell) for cell in rows(tmp_path, first)[0]] == ["2012-02-05 12:32:00", "2013-11-04 12:50:00", "4"]


def test_public_jiras_resolved_and_past_their_due_date(shared: Path, tmp_path: Path) -> None:
    file = shared / "exports" / "jira-public-dataset-sample" / "jira_sample.csv"
    receipt = loaded(tmp_path, [file], format=str(FORMATS / "jira_public_dataset.toml"))
    assert (receipt["read"], receipt["inserted"], receipt["rejected"]) == (2480, 2480, 0)
    assert rows(tmp_path, "SELECT count(*) FILTER (resolved_at IS NOT NULL) FROM judged_tickets") == [(2308,)]
    late = "SELECT count(resolution_deadline_at), count(*) FILTER (resolved_at > resolution_deadline_at) FROM judged_tickets"
    assert rows(tmp_path, late) == [(128, 67)]


def test_a_file_without_a_creation_time_is_answered_and_not_measured(shared: Path, tmp_path: Path) -> None:
    file = shared / "exports" / "kaggle-customer-support-tickets" / "customer_support_tickets.csv"
    with pytest.raises(MappingIncomplete, match="received_at"):
        loaded(tmp_path, [file], timezone="UTC")
    assert not (tmp_path / "store" / "CURRENT").exists()
