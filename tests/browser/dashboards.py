"""A dashboard of its own on a free loopback port, and a Chromium that reports what it should not have seen."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = tuple(sorted(file.stem for file in (CHECKOUT / "pages").glob("[a-z]*.py")))
"""Every page: a new one is photographed and tested without a line here."""
PATIENCE_MS = 30_000
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass
class Dashboard:
    """A running dashboard."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it at once (it only reads) and wait until it is gone."""
        self.process.kill()
        self.process.wait(timeout=20)


@dataclass
class Seen:
    """What a page did that it should not: console lines, requests to other hosts, errors of the page's own scripts."""

    faults: list[str] = field(default_factory=list)

    def watch(self, page: Any, url: str) -> None:
        """Note faults of a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("request", lambda request: self._request(request.url, url))

    def _console(self, message: Any) -> None:
        where = message.location.get("url", "")
        if message.type in ("error", "warning", "trace"):
            self.faults.append(f"console {message.type}: {message.text} ({where})")

    def _request(self, asked: str, own: str) -> None:
        if not asked.startswith((own, "data:", "blob:", own.replace("http:", "ws:"))):
            self.faults.append(f"request to another host: {asked}")


def launch(home: Path, script: str = "pages/widgets/served.py") -> Dashboard:
    """Start a dashboard on a home; it does not answer yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1"]
    environment = os.environ | {"SUNDIAL_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Dashboard(f"http://127.0.0.1:{port}", home, process)


def answering(launched: Dashboard) -> Dashboard:
    """Wait until a launched dashboard answers. Its health is no page: the first page is still to be asked."""
    for _ in range(480):
        try:
            with urllib.request.urlopen(f"{launched.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return launched
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if launched.process.poll() is not None:
                break
        time.sleep(0.125)
    launched.process.kill()
    raise RuntimeError(f"the dashboard did not start (exit code {launched.process.poll()})")


def start(home: Path, script: str = "pages/widgets/served.py") -> Dashboard:
    """Start a dashboard on a home and wait until it answers."""
    return answering(launch(home, script))


def settle(page: Any, heading: str = "h1") -> None:
    """Wait until the script has run and its heading stands."""
    page.wait_for_selector(heading)
    page.wait_for_selector(READY)
