"""A desk is written once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.samples import Desk, write_samples
from tests.samples.written import Written, read


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Desk], Written]:
    def _write(desk: Desk) -> Written:
        folder = tmp_path_factory.mktemp("desk")
        return read(folder, desk, write_samples(folder, desk))

    return _write


@pytest.fixture(scope="session")
def written(write: Callable[[Desk], Written]) -> Written:
    """The desk as shipped."""
    return write(Desk())
