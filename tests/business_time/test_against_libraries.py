"""Two libraries that share nothing with us, on the one kind of calendar they both know: even hours, weekends and holidays."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.bench.business_time import CHICAGO, with_business_duration, with_businesstimedelta

PAIRS = [
    (start, start + timedelta(seconds=draw.randrange(1_500_000)))
    for draw in [Random(1759)]
    for start in (datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(80_000_000)) for _ in range(150))
]


@pytest.mark.parametrize("library", [with_businesstimedelta, with_business_duration])
@pytest.mark.filterwarnings("ignore")
def test_elapsed_is_that_of_the_library(library) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("businesstimedelta")
    pytest.importorskip("business_duration")
    with warnings.catch_warnings(action="ignore"):
        count = library()
        assert [CHICAGO.elapsed_seconds(*pair) for pair in PAIRS] == [count(*pair) for pair in PAIRS]
