"""Step 3: load, watched and stoppable. The load goes on in a thread of its own; this draws how far it is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.intake.options import LoadOptions
from analytics.operations.load_run import LoadRun
from analytics.operations.open_store import own_store
from analytics.reports.before_after import changes, standing
from analytics.warehouse import home
from pages.widgets.intake.receipt import keep_receipt
from pages.widgets.intake.upload import Staged, forget
from pages.widgets.overview_panels import prepare
from pages.widgets.states import refusals
from pages.widgets.text import plain
from pages.widgets.view import View

RUN, BEFORE = "load_run", "standing_before_load"
LOOK_EVERY_SECONDS = 0.4


def load_button(staged: Sequence[Staged], options: LoadOptions, obstacle: str) -> None:
    """Load the files as shown."""
    st.markdown("**3 · Load**")
    if obstacle:
        st.caption(f":material/pending: {plain(obstacle)}")
    if st.button("Load", type="primary", icon=":material/database_upload:", disabled=bool(obstacle), key="load"):
        st.session_state[BEFORE] = _standing()
        st.session_state[RUN] = LoadRun(home(), [one.path for one in staged], [one.name for one in staged], options)
        st.rerun()


def is_loading() -> bool:
    """Whether a load of this session is under way, or has ended and not been looked at."""
    return RUN in st.session_state


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def watch() -> None:
    """The load under way: what it is doing, how far it is, and a way to stop it."""
    run: LoadRun | None = st.session_state.get(RUN)
    if run is None:
        return
    if run.is_done:
        # The whole page: it shows what came of it.
        st.rerun()
    step, share = run.progress
    with st.container(border=True, key="loading"):
        st.progress(share, plain(step))
        if st.button("Cancel", icon=":material/close:", key="cancel-load", help="Nothing is changed by a load that is cancelled."):
            run.call_off()


def outcome() -> None:
    """What came of a load that has ended: its receipt is kept to be shown, or its error is."""
    run: LoadRun | None = st.session_state.get(RUN)
    if run is None or not run.is_done:
        return
    del st.session_state[RUN]
    before = st.session_state.pop(BEFORE, {})
    with refusals():
        made = run.receipt()
        _prepare_overview()
        keep_receipt(made, changes(before, _standing()))
        forget()


def _standing() -> dict[str, str]:
    reader = own_store(home()).reader()
    return standing(View(reader, is_samples=False).ask if reader else None)


def _prepare_overview() -> None:
    """The page that is opened next is asked for while the receipt is made and read."""
    if reader := own_store(home()).reader():
        prepare(View(reader, is_samples=False))
