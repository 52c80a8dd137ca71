"""The files: the same desk gives the same bytes, the sizes asked for, both kinds of arrivals, and clear refusals."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from analytics.samples import EVENTS_FILE, TICKETS_FILE, TRUTH_FILE, Arrivals, Desk, DeskRefused, Truth, write_samples, writing
from tests.samples.written import Written

TICKETS_HEADER = (
    "ticket_id,received_at,updated_at,first_response_at,resolved_at,closed_at,"
    "status,priority,tier,group,assignee,organisation,channel,exclusion"
)
EVENTS_HEADER = "ticket_id,at,field,from,to,actor"


def _bytes(folder: Path, desk: Desk) -> dict[str, bytes]:
    write_samples(folder, desk)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_desk_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    once, again, other = (_bytes(tmp_path / name, Desk(tickets=3_000, seed=seed)) for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    assert once == again
    assert all(once[name] != other[name] for name in once)


def test_arrivals_as_plain_text_give_the_same_bytes_as_the_word(tmp_path: Path) -> None:
    assert _bytes(tmp_path / "a", Desk(tickets=50, arrivals="round_the_clock")) == _bytes(
        tmp_path / "b", Desk(tickets=50, arrivals=Arrivals.ROUND_THE_CLOCK)
    )


def test_files_have_the_canonical_headers_and_unix_lines(tmp_path: Path) -> None:
    files = _bytes(tmp_path, Desk(tickets=500))
    assert sorted(files) == [EVENTS_FILE, TICKETS_FILE, TRUTH_FILE]
    assert files[TICKETS_FILE].decode("ascii").split("\n")[0] == TICKETS_HEADER
    assert files[EVENTS_FILE].decode("ascii").split("\n")[0] == EVENTS_HEADER
    assert not any(b"\r" in content or b'"' in content for name, content in files.items() if name != TRUTH_FILE)


@pytest.mark.parametrize("tickets", [1, 2, 999, 1_000, 1_001, 2_500])
def test_any_number_of_tickets_is_written_across_chunks(tickets: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 1_000)
    told: list[tuple[int, int]] = []
    truth = write_samples(tmp_path, Desk(tickets=tickets), lambda done, total: told.append((done, total)))
    frame = pd.read_csv(tmp_path / TICKETS_FILE)
    assert list(frame["ticket_id"]) == [f"SD-{n:06}" for n in range(1, tickets + 1)]
    assert told[-1] == (tickets, tickets) and len(told) == -(-tickets // 1_000)
    assert truth.counts["tickets"] == tickets == sum(truth.counts["by_tier"].values())
    assert frame["received_at"].max() == "2026-11-17T21:30:00Z"


def test_without_events_the_tickets_are_the_same_and_an_old_event_file_goes(tmp_path: Path) -> None:
    full = _bytes(tmp_path, Desk(tickets=2_000))
    bare = _bytes(tmp_path, Desk(tickets=2_000, events=False))
    assert sorted(bare) == [TICKETS_FILE, TRUTH_FILE]
    assert bare[TICKETS_FILE] == full[TICKETS_FILE]
    assert Truth.read(tmp_path / TRUTH_FILE).counts["escalations"] is None


def test_truth_reads_back_as_written(tmp_path: Path) -> None:
    truth = write_samples(tmp_path, Desk(tickets=2_000))
    assert Truth.read(tmp_path / TRUTH_FILE) == truth


def test_counts_of_the_truth_are_those_of_the_files(written: Written) -> None:
    counts, tickets, events = written.truth.counts, written.tickets, written.events
    assert (len(tickets), len(events)) == (counts["tickets"], counts["events"])
    for column in ("tier", "priority", "status"):
        assert tickets[column].value_counts().to_dict() == counts[f"by_{column}"]
    assert tickets.loc[tickets["exclusion"] != "", "exclusion"].value_counts().to_dict() == counts["by_exclusion"]
    silent = tickets["first_response_at"].isna()
    assert counts["without_response"] == silent.sum()
    assert counts["resolved_without_response"] == (silent & tickets["resolved_at"].notna()).sum()
    assert counts["group_changes"] == (events["field"] == "group").sum()
    assert counts["reopenings"] == ((events["field"] == "status") & (events["from"] == "resolved") & (events["to"] == "open")).sum()


def test_t3_the_latest_recorded_act_is_as_of(written: Written) -> None:
    latest = max(written.tickets["updated_at"].max(), written.tickets["received_at"].max(), written.events["at"].max())
    assert latest == pd.Timestamp(written.truth.as_of) == pd.Timestamp(written.desk.as_of)


def test_the_shipped_desk_covers_eighteen_whole_months_and_a_running_one(written: Written) -> None:
    local = written.tickets["received_at"].dt.tz_convert("America/Chicago")
    months = sorted(local.dt.strftime("%Y-%m").unique())
    assert (months[0], months[-1], len(months)) == ("2025-05", "2026-11", 19)


def test_the_shipped_desk_has_what_a_first_visitor_should_see(written: Written) -> None:
    tickets, truth = written.tickets, written.truth
    assert 0.22 < (tickets["tier"] == "Enterprise").mean() < 0.28
    assert 0.75 < (tickets["channel"] == "email").mean() < 0.9
    assert tickets["organisation"].nunique() == 30 and tickets["group"].nunique() == 6
    assert tickets.loc[tickets["assignee"] != "", "assignee"].nunique() == 35
    assert all(truth.counts["by_status"][status] >= 5 for status in ("new", "open", "pending", "on_hold", "resolved", "closed"))
    assert all(truth.counts["escalations"]["Enterprise"][level] > 50 for level in "123")
    assert 0 < sum(truth.counts["escalations"]["Standard"].values()) < 100
    assert truth.counts["skipped_levels"] > 20 and truth.counts["moves_down"] > 5
    assert sum(truth.first_response[tier]["overdue"] for tier in ("Standard", "Enterprise")) >= 5
    assert sum(truth.first_response[tier]["running"] for tier in ("Standard", "Enterprise")) >= 5


def test_office_arrivals_are_mostly_in_office_hours_and_quiet_on_holidays(written: Written) -> None:
    standard = written.tickets[written.tickets["tier"] == "Standard"]
    local = standard["received_at"].dt.tz_convert("America/Chicago")
    in_hours = (local.dt.day_of_week < 5) & local.dt.hour.between(8, 16)
    assert 0.75 < in_hours.mean() < 0.95
    per_day = local.dt.date.value_counts()
    assert per_day.get(datetime(2025, 11, 27).date(), 0) < 0.35 * per_day[datetime(2025, 11, 19).date()]
    enterprise = written.tickets.loc[written.tickets["tier"] == "Enterprise", "received_at"].dt.tz_convert("America/Chicago")
    assert (enterprise.dt.hour.value_counts() > 30).all() and enterprise.dt.hour.nunique() == 24
    assert (enterprise.dt.day_of_week > 4).mean() > 0.12


def test_round_the_clock_arrivals_fill_every_hour_of_the_week_alike(write: Callable[[Desk], Written]) -> None:
    tickets = write(Desk(tickets=20_000, arrivals=Arrivals.ROUND_THE_CLOCK)).tickets
    cells = tickets.groupby([tickets["received_at"].dt.day_of_week, tickets["received_at"].dt.hour]).size()
    mean = 20_000 / 168
    assert len(cells) == 168 and cells.between(0.5 * mean, 1.6 * mean).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"tickets": 0},
        {"months": 2},
        {"seed": -1},
        {"arrivals": "sometimes"},
        {"as_of": datetime(2026, 11, 17)},
        {"as_of": datetime(1950, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_desk_that_cannot_be_is_refused_in_three_parts(wrong: dict[str, object]) -> None:
    with pytest.raises(DeskRefused) as refused:
        Desk(**wrong)  # type: ignore[arg-type]
    assert all((refused.value.wrong, refused.value.found, refused.value.remedy))


@pytest.mark.parametrize(
    ("months", "as_of"),
    list(itertools.product([3, 7, 18, 30], [datetime(2026, 1, 1, 6, tzinfo=UTC), datetime(2024, 3, 11, 4, 59, 7, tzinfo=UTC)])),
)
def test_causes_lie_inside_whole_months_for_any_desk(months: int, as_of: datetime) -> None:
    desk = Desk(months=months, as_of=as_of)
    running = desk.month_on(months)
    assert desk.first_on < desk.bad_month_on < desk.month_on(months - 1)
    assert desk.after_bad_month_on <= desk.reorganised_on < running
    assert desk.reorganised_on.weekday() == 0
    assert running <= desk.last_on
