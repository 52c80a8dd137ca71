"""A person at the dashboard without a browser: one who speaks Streamlit's own protocol, as its client does."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 120


class Visitor:
    """Each call gives its seconds, from the request to the finished page."""

    def __init__(self, url: str) -> None:
        self._address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        self._socket: ClientConnection
        self._page, self._script = "", ""
        self._widgets: dict[str, Any] = {}
        self._chosen: dict[str, Any] = {}
        self._tiles: dict[str, str] = {}

    def open(self, page: str) -> float:
        """Open a page in a tab of its own, no filter chosen; the one before is closed."""
        if self._page:
            self._socket.close()
        self._socket = connect(self._address, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        self._page, self._script = page, ""
        for known in (self._widgets, self._chosen, self._tiles):
            known.clear()
        return self._run()

    def choose(self, **widgets: Any) -> float:
        """Set filters by their keys."""
        self._chosen |= widgets
        return self._run()

    def tiles(self) -> dict[str, str]:
        """The metrics on the page, by label."""
        return dict(self._tiles)

    def _run(self) -> float:
        """Ask for a run with all that is chosen, as the address and the widgets have it; wait for its end."""
        asked = BackMsg()
        wanted = asked.rerun_script
        wanted.page_script_hash, wanted.page_name = self._script, "" if self._script else self._page
        wanted.query_string = urlencode({key: value for key, value in self._chosen.items() if value}, doseq=True)
        for key, value in self._chosen.items():
            if key in self._widgets:
                state = wanted.widget_states.widgets.add(id=self._widgets[key])
                if isinstance(value, str):
                    state.string_value = value
                else:
                    state.string_array_value.SetInParent()  # none chosen is said too
                    state.string_array_value.data.extend(value)
        started = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        while not self._finished(ForwardMsg.FromString(self._socket.recv(PATIENCE_SECONDS))):  # type: ignore[arg-type]
            pass
        return time.perf_counter() - started

    def _finished(self, said: ForwardMsg) -> bool:
        kind = said.WhichOneof("type")
        if kind == "navigation":
            self._script = said.navigation.page_script_hash
        elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
            self._element(said.delta.new_element)
        elif kind == "script_finished" and said.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise SystemExit("the page did not come")
        return kind == "script_finished" and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _element(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise SystemExit(f"the page failed: {element.exception.message[:400]}")
        if kind == "metric":
            self._tiles[element.metric.label] = element.metric.body
        if kind in ("selectbox", "multiselect"):
            found = getattr(element, kind)
            self._widgets[found.id.rpartition("-")[2]] = found.id
