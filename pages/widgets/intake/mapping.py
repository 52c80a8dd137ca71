"""Which column becomes which field: one row a field, editable, with its first value and the reason beside it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.figures.wording import percent, shown

NOT_MAPPED = "(none)"
LONGEST_VALUE = 40


def mapping(findings: dict[str, Any]) -> dict[str, str]:
    """The columns chosen by hand, by field: only what differs from what was found."""
    found = {one["field"]: one for one in findings["mapping"]}
    first_rows = {column["name"]: column["values"] for column in findings["columns"]}
    wanted = [one for one in findings["fields"] if one["field"] in found or one["required"]]
    others = [one for one in findings["fields"] if one not in wanted]
    chosen: dict[str, str] = {}
    with st.container(gap=None, key="mapping"):
        for one in wanted:
            chosen |= _row(one, found.get(one["field"]), first_rows)
    with st.expander(f"{len(others)} more fields", icon=":material/view_column:", key="more-fields"):
        st.caption("Only mapped columns are kept.")
        for one in others:
            chosen |= _row(one, None, first_rows)
    return chosen


def _row(field: dict[str, Any], found: dict[str, Any] | None, first_rows: dict[str, list[Any]]) -> dict[str, str]:
    name, columns = field["field"], list(first_rows)
    suggested = found["column"] if found else None
    left, right = st.columns([3, 4], vertical_alignment="bottom", gap="small")
    pick = left.selectbox(
        f"{name.replace('_', ' ')}{' *' if field['required'] else ''}",
        [NOT_MAPPED, *columns],
        index=columns.index(suggested) + 1 if suggested in columns else 0,
        help=field["means"],
        key=f"map-{name}",
        format_func=shown,
    )
    with right.container(gap=None):
        if pick in first_rows:
            st.text(_first(first_rows[pick]))
        if found and pick == suggested and not found["reason"].startswith("format "):
            st.text(f"{percent(found['confidence'])} sure: {shown(found['reason'])}")
    return {} if pick in (NOT_MAPPED, suggested) else {name: pick}


def _first(values: list[Any]) -> str:
    """The first values of a column that is not empty throughout."""
    told = [shown(value) for value in values if value][:2]
    cut = [value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…" for value in told]
    return ", ".join(cut) or "empty in the first rows"
