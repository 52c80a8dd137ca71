"""Every ticket of a store, explained: the ledger sums to elapsed, reaches the target at due, and gives the stored verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.samples import Desk
from analytics.vocabulary import Outcome
from analytics.warehouse import Reader
from tests.reports.explanation.conftest import hostile_store, sample_store
from tests.reports.explanation.laws import assert_every_clock_adds_up, stored


def test_every_ledger_of_hostile_histories_adds_up(hostile: Reader) -> None:
    seen = assert_every_clock_adds_up(hostile, stored(hostile))
    assert set(seen) == {str(outcome) for outcome in Outcome}


def test_ledgers_of_the_samples_add_up(samples: Reader) -> None:
    """Some of every outcome, of every way to stop, and of those with pauses, reopenings and escalations."""
    chosen = """ticket_id IN (
        SELECT ticket_id FROM judged_tickets
        QUALIFY row_number() OVER (
            PARTITION BY tier, response_outcome, resolution_outcome, response_stopped_by, resolution_stopped_by, coalesce(reopens, 0) > 0,
                coalesce(escalations, 0) > 0, resolution_paused_seconds > 0, resolution_paused_since IS NULL ORDER BY hash(ticket_id)
        ) <= 4)"""
    rows = stored(samples, chosen)
    assert len(rows) >= 100
    assert_every_clock_adds_up(samples, rows)


@pytest.mark.long
def test_every_ledger_of_the_samples_adds_up(tmp_path: Path) -> None:
    """All of the desk that ships."""
    reader = sample_store(tmp_path, Desk())
    rows = stored(reader)
    assert len(rows) == 2 * Desk().tickets
    assert_every_clock_adds_up(reader, rows)


@pytest.mark.long
def test_every_ledger_of_many_hostile_histories_adds_up(tmp_path: Path) -> None:
    reader = hostile_store(tmp_path, 1_500, seed=17)
    assert_every_clock_adds_up(reader, stored(reader))
