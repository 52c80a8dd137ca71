"""A page of strings that hurt, each in a caption through plain(): test_plain.py reads them back."""

import json
import os
from pathlib import Path

import streamlit as st

from pages.widgets.text import plain

for place, text in enumerate(json.loads(Path(os.environ["HOSTILE"]).read_text())):
    with st.container(key=f"text-{place}"):
        st.caption(plain(text))
