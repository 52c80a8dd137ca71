"""Real exports, read where they are kept; tests of them skip, saying so, where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder of real exports (shared/ beside the checkout) is not here")
    return SHARED
