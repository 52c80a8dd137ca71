"""The search for circles is put off, and taken up again whatever happens."""

from __future__ import annotations

import gc

import pytest

from analytics.reports.collector import collector_at_rest


def test_it_rests_inside_and_works_again_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), collector_at_rest(), collector_at_rest():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_where_it_rested_already_it_goes_on_resting() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
