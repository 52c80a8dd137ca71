"""Pages run without a browser, on a home of choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.reports.published import fill

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two help desks, one of which records neither responses nor levels."""
    return fill(tmp_path_factory.mktemp("pages") / "home")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Run a page as app.py would, on a home. Fails where the page raised."""

    def go(page: str, home: Path, query: dict[str, str] | None = None) -> AppTest:
        monkeypatch.setenv("SUNDIAL_HOME", str(home))
        started = AppTest.from_file(CHECKOUT / "app.py", default_timeout=PATIENCE_SECONDS)
        for key, value in (query or {}).items():
            started.query_params[key] = value
        started.run()
        shown = started.switch_page(f"pages/{page}.py").run()
        assert not shown.exception, [error.value for error in shown.exception]
        return shown

    return go


def texts(app: AppTest) -> str:
    """All that stands on the page as text, Markdown escapes and joiners taken away."""
    parts = [*app.title, *app.markdown, *app.caption, *app.text, *app.metric, *app.warning]
    joined = "\n".join(f"{getattr(part, 'label', '')} {part.value}" for part in parts)
    return joined.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")
