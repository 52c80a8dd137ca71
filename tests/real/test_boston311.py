"""Boston's service requests in all their forms, against exports/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.vocabulary import Clock, Verdict
from tests.real.loading import loaded, outcomes, rows

DAY_FIRST = ("%d/%m/%Y %H:%M:%S",)
CLOCKS = "SELECT * EXCLUDE (source, load_id) FROM sla_clocks ORDER BY ticket_id, clock"
LATE = """
    SELECT count(*) FILTER (state = 'closed'), count(*) FILTER (state = 'open') FROM judged_tickets
    WHERE resolution_deadline_at < coalesce(resolved_at, as_of)
"""


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "exports" / "boston311-qsv"


@pytest.fixture(scope="module")
def home(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("boston")
    receipt = loaded(home, [folder / "boston311-100.csv"])
    assert (receipt["read"], receipt["inserted"], receipt["files"][0]["format"]) == (100, 100, "boston_311_requests")
    return home


def test_k9_the_citys_own_verdict(home: Path) -> None:
    found = outcomes(home, Verdict.VENDOR)
    assert (found["met"], found["breached"]) == (83, 17)
    breached = "SELECT state, count(*) FROM judged_tickets WHERE resolution_vendor_outcome = 'breached' GROUP BY state ORDER BY state"
    assert rows(home, breached) == [("closed", 5), ("open", 12)]


def test_t3_k9_by_the_deadline_column_at_the_latest_act(home: Path) -> None:
    assert str(rows(home, "SELECT as_of FROM sources")[0][0]).startswith("2022-04-25")
    assert outcomes(home, Verdict.DEADLINE)["breached"] == 16
    assert rows(home, LATE) == [(5, 11)]
    without = "SELECT count(*), count(*) FILTER (state = 'open') FROM judged_tickets WHERE resolution_deadline_at IS NULL"
    assert rows(home, without) == [(11, 3)]


def test_k5_first_responses_are_not_recorded(home: Path) -> None:
    for verdict in Verdict:
        found = outcomes(home, verdict, Clock.FIRST_RESPONSE)
        assert (found["met"], found["breached"]) == (0, 0)


def test_l1_twenty_repeated_rows_are_twenty_duplicates(folder: Path, home: Path, tmp_path: Path) -> None:
    receipt = loaded(tmp_path, [folder / "boston311-100-20dupes-random.csv"])
    assert receipt["duplicates"] == 20
    assert receipt["inserted"] == receipt["read"] - 20


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("boston311-dmy-100.csv", {"timestamps": DAY_FIRST}),
        ("boston311-100.tab", {}),
        ("boston311-100.jsonl", {}),
        ("boston311-100.csv.gz", {}),
    ],
)
def test_the_same_hundred_in_another_form_give_the_same_clocks(
    folder: Path, home: Path, tmp_path: Path, name: str, options: dict[str, tuple[str, ...]]
) -> None:
    receipt = loaded(tmp_path, [folder / name], **options)
    assert (receipt["read"], receipt["inserted"], receipt["rejected"]) == (100, 100, 0)
    assert rows(tmp_path, CLOCKS) == rows(home, CLOCKS)


def test_letters_beyond_ascii_change_nothing_that_is_counted(folder: Path, home: Path, tmp_path: Path) -> None:
    loaded(tmp_path, [folder / "boston311-100-with-nonascii.csv"])
    assert outcomes(tmp_path, Verdict.VENDOR) == outcomes(home, Verdict.VENDOR)
