"""Import: drop exports in, see what they are and how they are read, load, read the receipt; undo."""

import streamlit as st

from pages.widgets.frame import begin
from pages.widgets.intake.findings import facts, preview, ready
from pages.widgets.intake.history import history
from pages.widgets.intake.loading import is_loading, load_button, outcome, watch
from pages.widgets.intake.reading import found, reading
from pages.widgets.intake.receipt import receipt
from pages.widgets.intake.upload import known_formats, upload
from pages.widgets.states import refusals

begin("Import")
st.title("Import", anchor=False)
st.caption("Nothing changes until you load. Only the columns you map are kept.")

outcome()
receipt()
with refusals():
    if is_loading():
        watch()
    else:
        st.markdown("**1 · The files**")
        staged = upload()
        if not staged:
            known_formats()
        else:
            st.markdown("**2 · What they are, and how they are read**")
            for one in found(staged):
                facts(one)
            options, findings = reading(staged)
            for one in findings:
                preview(one, options)
            load_button(staged, options, ready(findings, options))
with refusals():
    history()
