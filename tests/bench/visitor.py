"""A person at the dashboard without a browser: Streamlit's agent API, switched on for a bench's own dashboard alone."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import Any

SWITCH = {"STREAMLIT_SERVER_ENABLE_AGENT_API": "true"}
"""What a dashboard's environment needs for this."""
PATIENCE_SECONDS = 120


class Visitor:
    """One session. Each call gives its seconds, from the request to the finished page."""

    def __init__(self, url: str) -> None:
        self._address = f"{url}/_stcore/agent/interact"
        self._session: str | None = None
        self.shown: dict[str, Any] = {}

    def open(self, page: str) -> float:
        """Open a page in this session (a new one at first)."""
        return self._asked({"page": page})

    def choose(self, **widgets: Any) -> float:
        """Set filters by their keys."""
        return self._asked({"widget_state": widgets})

    def tiles(self) -> dict[str, str]:
        """The metrics on the page, by label."""
        return {part["props"]["label"]: part["props"]["value"] for part in _parts(self.shown["tree"], "metric")}

    def _asked(self, wanted: dict[str, Any]) -> float:
        body = wanted | ({"session_id": self._session} if self._session else {})
        request = urllib.request.Request(
            self._address, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
        )
        started = time.perf_counter()
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            self.shown = json.loads(answer.read())
        seconds = time.perf_counter() - started
        if self.shown.get("status") != "ready":
            raise SystemExit(f"the page did not come: {json.dumps(self.shown)[:400]}")
        self._session = self.shown["session_id"]
        return seconds


def _parts(node: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    own = [node] if node.get("type") == kind else []
    return own + [part for child in node.get("children", []) for part in _parts(child, kind)]
