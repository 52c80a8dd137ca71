"""A page with as many elements as one of ours and nothing in them: what Streamlit and the browser take by themselves.

Each kind that pages_browser counted stands here as often, and says something else after each choice, as ours does.
"""

import os

import plotly.graph_objects as go
import streamlit as st

DOT = '<svg viewBox="0 0 132 26" width="132" height="26"><title>{}</title></svg>'


def number(kind: str) -> range:
    """As many as there are of a kind."""
    return range(int(os.environ.get(f"EMPTY_{kind}", "0")))


st.set_page_config(layout="wide")
st.title("Empty")
chosen = st.selectbox("Tier", ["Standard", "Enterprise"], key="tier")
for place, cell in enumerate(st.columns(max(1, len(number("METRICS"))))):
    cell.metric(f"Figure {place}", f"{len(chosen)}")
for place in number("CHARTS"):
    drawing = go.Figure(go.Bar(x=["a", "b"], y=[0, 0]))
    drawing.update_layout(title=chosen)
    st.plotly_chart(drawing, key=f"chart-{place}")
for place in number("TABLES"):
    st.dataframe({chosen: [0]}, key=f"table-{place}")
for place in number("TEXTS"):
    with st.container(key=f"box-{place}"):
        st.caption(f"{chosen} {place}")
for _ in number("IMAGES"):
    st.image(DOT.format(chosen), width="stretch")
for place in number("LINKS"):
    st.page_link("https://example.invalid/", label=f"{chosen} {place}")
for place in number("POPOVERS"):
    st.popover(f"Table {place}", key=f"popover-{place}", on_change="rerun")
for place in number("CHOICES"):
    st.multiselect(f"Choice {place}", [chosen], key=f"choice-{place}")
for place in number("BUTTONS"):
    st.button(f"{chosen} {place}", key=f"button-{place}")
