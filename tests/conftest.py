"""What every test stands on: a home of its own, hypothesis without a clock, and a Chromium where there is one."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

# On a shared machine a slow example is not a failing one.
settings.register_profile("sundial", deadline=None)
settings.load_profile("sundial")


@pytest.fixture(scope="session", autouse=True)
def _home_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the store of the person who runs it."""
    os.environ["SUNDIAL_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium or Chrome of this machine. Without one the test skips, or fails where SUNDIAL_REQUIRE_BROWSER is set."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    reason = "no chromium, chromium-browser or google-chrome on PATH"
    if os.environ.get("SUNDIAL_REQUIRE_BROWSER"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
