"""Step 2: how the file is to be read. What the format knows is filled in; what it cannot know is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from analytics.figures.wording import count, shown
from analytics.intake.fields import canonical_name
from analytics.intake.options import LoadOptions
from analytics.operations.inspect import inspect_file
from analytics.warehouse import home
from pages.widgets.intake.upload import Staged, stage

UNTOLD = LoadOptions()
RECOGNISED = "As recognised"
NOT_MAPPED = "(none)"
_USUAL_ZONES = ("UTC", "America/Chicago", "America/New_York", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Berlin")
TIER_WAYS = ("From a column", "One tier for the whole file", "From a customers file")


def reading(staged: Staged) -> tuple[LoadOptions, dict[str, Any]]:
    """The options chosen, and the findings on the file when it is read with them."""
    first = inspected(staged)
    st.markdown("**2 · How it is read**")
    options = _format_and_zone(first)
    findings = inspected(staged, options)
    options = replace(options, mapping=_mapping(findings))
    options = _tier(options, findings)
    return options, inspected(staged, options)


def inspected(staged: Staged, options: LoadOptions = UNTOLD) -> dict[str, Any]:
    """inspect_file(), remembered per file and options. Raises what it raises."""
    return _inspected(str(staged.path), str(options.to_json()), staged, options)


@st.cache_data(max_entries=60, show_spinner="Looking at the file…")
def _inspected(path: str, words: str, _staged: Staged, _options: LoadOptions) -> dict[str, Any]:
    return inspect_file(_staged.path, _options, home(), _staged.name)


def _format_and_zone(first: dict[str, Any]) -> LoadOptions:
    titles = {one["name"]: one["title"] for one in first["formats"]}
    known = first["recognised"]
    automatic = f"{RECOGNISED}: {titles[known]}" if known else "Columns mapped by hand"
    words = {automatic: None, **{title: name for name, title in titles.items() if name != known}}
    needs = bool(first["needs_timezone"])
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox("Export format", list(words), key="load-format", width=330)
        zone = st.selectbox(
            "Zone of times without an offset" + (" (needed)" if needs else ""), _zones(), index=None, key="load-zone", width=260,
            placeholder="Choose the zone" if needs else "Not needed unless times lack an offset",
        )  # fmt: skip
        source = st.text_input("Help desk", key="load-source", placeholder="As the format says", width=200, max_chars=80)
        as_of = st.text_input("As of", key="load-as-of", placeholder="Latest act in the file", width=220, max_chars=40)
    return LoadOptions(format=words[chosen], timezone=zone, source=source.strip() or None, as_of=as_of.strip() or None)


def _zones() -> list[str]:
    return [*_USUAL_ZONES, *sorted(available_timezones() - set(_USUAL_ZONES))]


def _mapping(findings: dict[str, Any]) -> dict[str, str]:
    """Which column becomes which field; only what differs from the format's own mapping."""
    given = {one["field"]: one["column"] for one in findings["mapping"]}
    columns = [column["name"] for column in findings["columns"]]
    by_hand = not given
    chosen: dict[str, str] = {}
    with st.expander(f"Columns: {len(given)} of {len(findings['fields'])} fields mapped", expanded=by_hand, icon=":material/view_column:"):
        st.caption("Only mapped columns are kept. Marked * : needed.")
        with st.grid(3, min_column_width=220, gap="small"):
            for one in findings["fields"]:
                suggested = given.get(one["field"]) or (_alike(one["field"], columns) if by_hand else None)
                pick = st.selectbox(
                    f"{one['field'].replace('_', ' ')}{' *' if one['required'] else ''}",
                    [NOT_MAPPED, *columns],
                    index=columns.index(suggested) + 1 if suggested in columns else 0,
                    help=one["means"],
                    key=f"map-{one['field']}",
                    format_func=shown,
                )
                if pick != NOT_MAPPED and pick != given.get(one["field"]):
                    chosen[one["field"]] = pick
    return chosen


def _alike(field: str, columns: list[str]) -> str | None:
    """The column whose name means the field, where there is exactly one."""
    alike = [column for column in columns if canonical_name(column) == field]
    return alike[0] if len(alike) == 1 else None


def _tier(options: LoadOptions, findings: dict[str, Any]) -> LoadOptions:
    """Most exports carry no tier (P9): one for the file, or a customers file."""
    covered = findings["covered"]
    if not covered:
        return options
    without = covered["rows"] - covered["with_tier"]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        way = st.segmented_control("Support tier", TIER_WAYS, default=TIER_WAYS[0], key="tier-way", required=True)
        if way == TIER_WAYS[1]:
            tier = st.selectbox("Tier", covered["tiers"], key="load-tier", width=200, format_func=shown)
            return replace(options, constants={"tier": tier})
    if way == TIER_WAYS[2]:
        return _with_customers(options)
    if without:
        st.caption(f"{count(without)} of {count(covered['rows'])} rows carry no tier that the policy knows.")
    return options


def _with_customers(options: LoadOptions) -> LoadOptions:
    given = st.file_uploader(
        "Customers file: CSV with organisation or domain, tier, and optionally from and to", type="csv", max_upload_size=20, key="customers"
    )
    if given is None:
        return options
    known = st.session_state.get("staged_customers")
    if not known or known[0] != given.file_id:
        known = (given.file_id, stage(given, given.name))
        st.session_state["staged_customers"] = known
    return replace(options, customers=known[1].path)
