"""Step 2: how the file is to be read. What the format knows is filled in; what it cannot know is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from analytics.figures.wording import count, shown
from analytics.intake.options import LoadOptions
from analytics.operations.inspect import inspect_file
from analytics.warehouse import home
from pages.widgets.intake.kept_format import keep_as_format
from pages.widgets.intake.mapping import mapping
from pages.widgets.intake.opening import date_order, evidence, opening
from pages.widgets.intake.upload import Staged, stage
from pages.widgets.intake.words import words

UNTOLD = LoadOptions()
RECOGNISED = "As recognised"
PROPOSED = "Not recognised: columns as proposed"
_USUAL_ZONES = ("UTC", "America/Chicago", "America/New_York", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Berlin")
TIER_WAYS = ("From a column", "One tier for the whole file", "From a customers file")


def reading(staged: Sequence[Staged]) -> tuple[LoadOptions, list[dict[str, Any]]]:
    """The options chosen, and the findings on each file when it is read with them."""
    first = found(staged)
    opened = opening(first[0]) if len(staged) == 1 else UNTOLD
    if opened != UNTOLD:
        first = found(staged, opened)
    options = _format_and_zone(first, opened)
    options = replace(options, timestamps=date_order(first))
    evidence(found(staged, options) if options.timestamps else first)
    if len(staged) == 1:
        options = replace(options, mapping=mapping(found(staged, options)[0]))
    options = replace(options, words=words(found(staged, options)))
    if len(staged) == 1:
        keep_as_format(found(staged, options)[0], options)
    options = _tier(options, found(staged, options))
    return options, found(staged, options)


def found(staged: Sequence[Staged], options: LoadOptions = UNTOLD) -> list[dict[str, Any]]:
    """inspect_file() on each file with the others beside it, remembered per files and options. Raises what it raises."""
    findings = []
    for one in staged:
        beside = [(other.path, other.name) for other in staged if other is not one]
        findings.append(_inspected(str([one.path, *beside]), str(options.to_json()), one, options, beside))
    return findings


@st.cache_data(max_entries=60, show_spinner="Looking at the file…")
def _inspected(paths: str, said: str, _one: Staged, _options: LoadOptions, _beside: Sequence[tuple[Path, str]]) -> dict[str, Any]:
    return inspect_file(_one.path, _options, home(), _one.name, _beside)


def _format_and_zone(first: Sequence[dict[str, Any]], opened: LoadOptions) -> LoadOptions:
    """What holds for all the files: their zone, their help desk, their as-of. The format too, where there is one file."""
    needs = any(one["needs_timezone"] for one in first)
    chosen = None
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if len(first) == 1:
            chosen = _format(first[0])
        zone = st.selectbox(
            "Zone of times without an offset" + (" (needed)" if needs else ""), _zones(first), index=None, key="load-zone", width=260,
            placeholder="Choose the zone" if needs else "Not needed unless times lack an offset",
        )  # fmt: skip
        source = st.text_input("Help desk", key="load-source", placeholder="As the format says", width=200, max_chars=80)
        as_of = st.text_input("As of", key="load-as-of", placeholder="Latest act in the file", width=220, max_chars=40)
    return replace(opened, format=chosen, timezone=zone, source=source.strip() or None, as_of=as_of.strip() or None)


def _format(first: dict[str, Any]) -> str | None:
    titles = {one["name"]: one["title"] for one in first["formats"]}
    known = first["recognised"]
    automatic = f"{RECOGNISED}: {titles[known]}" if known else PROPOSED
    by_title = {automatic: None, **{title: name for name, title in titles.items() if name != known}}
    return by_title[st.selectbox("Export format", list(by_title), key="load-format", width=330, format_func=shown)]


def _zones(first: Sequence[dict[str, Any]]) -> list[str]:
    """The zones the file's times speak for, the usual ones, then all."""
    told = [zone["zone"] for one in first for zone in one["zones"]]
    return list(dict.fromkeys([*told, *_USUAL_ZONES, *sorted(available_timezones())]))


def _tier(options: LoadOptions, findings: Sequence[dict[str, Any]]) -> LoadOptions:
    """Most exports carry no tier (P9): one for all the files, or a customers file."""
    coverings = [one["covered"] for one in findings if one["covered"]]
    if not coverings:
        return options
    rows = sum(covered["rows"] for covered in coverings)
    without = rows - sum(covered["with_tier"] for covered in coverings)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        way = st.segmented_control("Support tier", TIER_WAYS, default=TIER_WAYS[0], key="tier-way", required=True)
        if way == TIER_WAYS[1]:
            tier = st.selectbox("Tier", coverings[0]["tiers"], key="load-tier", width=200, format_func=shown)
            return replace(options, constants={"tier": tier})
    if way == TIER_WAYS[2]:
        return _with_customers(options)
    if without:
        st.caption(f"{count(without)} of {count(rows)} rows carry no tier that the policy knows.")
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
