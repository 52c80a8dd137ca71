"""What a file leaves open before its columns are looked at: its encoding, sheet or member, the order of its dates, its zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.figures.wording import count, percent, shown
from analytics.intake.options import LoadOptions

_ASKED = {"encoding": "Encoding of the text", "sheet": "Sheet", "member": "File in the archive"}
ORDERS = {"day-first": "Day first: 03/04 is 3 April", "month-first": "Month first: 03/04 is 4 March"}


def opening(findings: dict[str, Any]) -> LoadOptions:
    """How the file is opened, where it can be opened in several ways."""
    chosen: dict[str, str] = {}
    for option, candidates in findings["choices"].items():
        values = [str(one["value"]) for one in candidates]
        taken = findings["read_as"].get(option)
        pick = st.selectbox(
            _ASKED[option], values, index=values.index(taken) if taken in values else None, key=f"load-{option}", width=330,
            format_func=shown, placeholder="Choose one",
        )  # fmt: skip
        if pick and pick != taken:
            chosen[option] = pick
    return LoadOptions(**chosen)  # type: ignore[arg-type]


def date_order(first: Sequence[dict[str, Any]]) -> tuple[str, ...] | None:
    """Which of day and month stands first, asked only where no value of the file tells it."""
    dates = [column for one in first for column in one["columns"] if column["timestamps"]]
    unsettled = [one for one in dates if not one["timestamps"]["is_settled"] and not one["timestamps"]["is_number"]]
    if not unsettled:
        return None
    names = ", ".join(shown(one["name"]) for one in unsettled[:3])
    pick = st.segmented_control("Order of dates (needed)", list(ORDERS), format_func=ORDERS.get, key="load-order")
    st.text(f"{names}: {shown(unsettled[0]['timestamps']['reason'])}.")
    return (pick,) if pick else None


def evidence(findings: Sequence[dict[str, Any]]) -> None:
    """The zones the file's times speak for, with reasons and what each would make of the breach rate (T2). Nothing is chosen here."""
    for one in findings:
        if not one["zones"] or not one["needs_timezone"]:
            continue
        with st.expander("What its times say about the zone", icon=":material/public:", expanded=True, key=f"zones-{one['file']}"):
            st.text("\n".join(_in_words(zone) for zone in one["zones"]))


def _in_words(zone: dict[str, Any]) -> str:
    effects = [
        f"{shown(effect['clock']).replace('_', ' ')} {percent(effect['breach_rate'])} breached"
        f" (estimated on {count(effect['decided'])} rows{'; ' + shown(effect['as_if']) if effect['as_if'] else ''})"
        for effect in zone["effect"]
    ]
    sure = f"{shown(zone['zone'])}, {percent(zone['confidence'])} sure"
    return "\n".join([f"• {sure}: {'; '.join(shown(reason) for reason in zone['reasons'])}", *(f"   {effect}" for effect in effects)])
