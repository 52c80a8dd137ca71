"""Step 1: files come in. An upload sits in memory, so it is capped, copied to disk at once and dropped."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from analytics.errors import FileRefused
from analytics.figures.wording import count, shown
from analytics.intake.export_format import formats_in
from analytics.operations.building import SHIPPED_FORMATS
from analytics.warehouse import home
from pages.widgets.text import plain

MOST_MEGABYTES = 100
KEPT_SECONDS = 24 * 3600
_STAGED, _TURN = "staged_files", "upload_turn"


@dataclass(frozen=True)
class Staged:
    """An uploaded file on disk, and what its person calls it."""

    path: Path
    name: str
    size: int


def upload() -> list[Staged]:
    """The staged files of this session; else the uploader."""
    staged: list[Staged] = [one for one in st.session_state.get(_STAGED, []) if one.path.is_file()]
    if staged:
        _file_rows(staged)
        return staged
    turn = st.session_state.setdefault(_TURN, 0)
    given = st.file_uploader(
        "Exports of your help desk, all files of one export together: CSV in any encoding, XLSX, XLS, ODS, JSON, JSON Lines or Parquet, "
        f"also packed as gz or zip. Up to {MOST_MEGABYTES} MB a file; larger ones: `sundial load`.",
        max_upload_size=MOST_MEGABYTES,
        accept_multiple_files=True,
        key=f"upload-{turn}",
    )
    if not given:
        return []
    st.session_state[_STAGED] = [stage(one, one.name) for one in given]
    # A new key is a new widget: the old one lets go of its bytes.
    st.session_state[_TURN] = turn + 1
    return st.rerun()


def known_formats() -> None:
    """What can be imported without mapping columns by hand, and how to export it."""
    with st.expander("Export formats that are recognised", icon=":material/list_alt:"):
        for one in formats_in(SHIPPED_FORMATS, home() / "formats").values():
            st.markdown(f"**{plain(one.title)}**")
            st.text(shown(one.how_to_export))
        st.caption("Anything else: upload it and say which column is which.")


def stage(content: BinaryIO, name: str) -> Staged:
    """Copy a stream to a folder of its own under the home. Raises FileRefused where the disk does not take it."""
    incoming = home() / "incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        _sweep(incoming)
        path = Path(tempfile.mkdtemp(dir=incoming)) / "upload"
        with path.open("wb") as file:
            shutil.copyfileobj(content, file, 1024 * 1024)
    except OSError as error:
        found = error.strerror or "the disk refused it"
        raise FileRefused("The file could not be kept.", found, "free some space, then upload it again") from error
    return Staged(path, Path(name.replace("\\", "/")).name or "upload", path.stat().st_size)


def forget() -> None:
    """Let go of the staged files, so that others can be chosen."""
    for staged in st.session_state.pop(_STAGED, []):
        shutil.rmtree(staged.path.parent, ignore_errors=True)


def _file_rows(staged: list[Staged]) -> None:
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.text("\n".join(f"{shown(one.name)} · {megabytes(one.size)}" for one in staged), width="stretch")
        button("Other files" if len(staged) > 1 else "Another file", forget, key="another-file")


def button(words: str, act: Callable[[], None], *, key: str) -> None:
    """A quiet button."""
    st.button(words, on_click=act, key=key, type="tertiary", icon=":material/close:")


def megabytes(size: int) -> str:
    """Bytes in words."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{count(size)} bytes"


def _sweep(incoming: Path) -> None:
    """Files of sessions that ended without loading go after a day."""
    for folder in incoming.iterdir():
        if folder.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
