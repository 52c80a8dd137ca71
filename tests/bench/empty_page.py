"""A page with as many elements as one of ours and nothing in them: what Streamlit and the browser take by themselves."""

import os

import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
st.title("Empty")
chosen = st.selectbox("Tier", ["Standard", "Enterprise"], key="tier")
for place, cell in enumerate(st.columns(max(1, int(os.environ["EMPTY_METRICS"])))):
    cell.metric(f"Figure {place}", f"{len(chosen)}")
for place in range(int(os.environ["EMPTY_CHARTS"])):
    drawing = go.Figure(go.Bar(x=["a", "b"], y=[0, 0]))
    drawing.update_layout(title=chosen)
    st.plotly_chart(drawing, key=f"chart-{place}")
for place in range(int(os.environ["EMPTY_TABLES"])):
    st.dataframe({chosen: [0]}, key=f"table-{place}")
