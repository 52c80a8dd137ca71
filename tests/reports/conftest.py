"""A published version of two help desks."""

from __future__ import annotations

import pytest

from analytics.operations.open_store import open_reader
from analytics.warehouse import Reader
from tests.reports.published import fill


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Two help desks, one of which records neither responses nor levels."""
    return open_reader(fill(tmp_path_factory.mktemp("reports") / "home"))
