"""The dashboard as it is served: Streamlit's own application, and the page told where its server is.

On a deep link Streamlit's client otherwise looks for its server beneath the page's path first, and leaves two errors in the
browser's console. The address it is told is the one the browser came by, so nothing about the network has to be known here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.errors import StoreRefused
from analytics.operations.open_store import keep_open
from analytics.warehouse import home

SCRIPT = Path(__file__).resolve().parents[2] / "app.py"
TOLD = b"<script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"


class ServerTold:
    """Puts the server's address into the page that starts the client."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        started: list[Message] = []
        body = bytearray()

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if kind.startswith(b"text/html"):
                    started.append(message)
                    return
            if not started:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            page = bytes(body).replace(b"<head>", b"<head>" + TOLD, 1)
            start = started[0]
            kept = [(name, value) for name, value in start["headers"] if name != b"content-length"]
            await send({**start, "headers": [*kept, (b"content-length", str(len(page)).encode())]})
            await send({"type": "http.response.body", "body": page})

        is_page = not scope["path"].startswith(("/static/", "/_stcore/", "/media/", "/app/"))
        await self.app({**scope, "headers": headers} if is_page else scope, receive, told if is_page else send)


@asynccontextmanager
async def store_open(_: st.App) -> AsyncIterator[None]:
    """While the server runs, each version that a load publishes is checked and opened before anybody asks for it."""
    over = Event()
    with suppress(StoreRefused):  # a home that cannot be one is said by the pages
        Thread(target=keep_open, args=(home(), over), daemon=True).start()
    yield
    over.set()


app = st.App(SCRIPT, middleware=[Middleware(ServerTold)], lifespan=store_open)
