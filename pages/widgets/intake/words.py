"""What the words of the files mean: each with how often it stands there, the ones that are not known first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.figures.wording import count, shown
from pages.widgets.text import plain

NOT_KNOWN = "(not known)"
MEANING = {
    "status": "Whether a ticket is open, paused, resolved or closed. A word that is not known stops no clock and pauses none.",
    "priority": "Which of the policy's priorities it is. Tickets of any other have no target: they are counted, without a verdict.",
    "tier": "Which of the policy's tiers it is. Tickets of any other have no target: they are counted, without a verdict.",
}


def words(findings: Sequence[dict[str, Any]]) -> dict[str, dict[str, str]] | None:
    """What was said by hand, by field and word: only what differs from how the words are read already."""
    found = {field: gathered for field in MEANING if (gathered := _gathered(findings, field))}
    if not found:
        return None
    unknown = [_key(field, word) for field, one in found.items() for word, (_, means) in one.items() if means is None]
    left = len([key for key in unknown if st.session_state.get(key, NOT_KNOWN) == NOT_KNOWN])
    head = "What its words mean" + (f": {count(left)} {'is' if left == 1 else 'are'} not known" if left else "")
    said: dict[str, dict[str, str]] = {}
    with st.expander(head, icon=":material/translate:", expanded=bool(unknown), key="words"):
        for field, of_file in found.items():
            allowed = next(one["words"][field]["allowed"] for one in findings if one.get("words"))
            if chosen := _field(field, of_file, allowed):
                said[field] = chosen
            if more := sum(one["words"][field]["more"] for one in findings if one.get("words")):
                st.caption(f"{count(more)} rarer words are not listed.")
    return said or None


def _gathered(findings: Sequence[dict[str, Any]], field: str) -> dict[str, tuple[int, str | None]]:
    """Word -> rows of all files, and what it is read as."""
    found: dict[str, tuple[int, str | None]] = {}
    for one in (one for each in findings if each.get("words") for one in each["words"][field]["found"]):
        rows, means = found.get(one["value"], (0, None))
        found[one["value"]] = rows + one["rows"], one["means"] or means
    return dict(sorted(found.items(), key=lambda item: (item[1][1] is not None, -item[1][0])))


def _key(field: str, word: str) -> str:
    return f"word-{field}-{word}"


def _field(field: str, found: dict[str, tuple[int, str | None]], allowed: Sequence[str]) -> dict[str, str]:
    """One choice a word. A word that is known stays so: it can be given another meaning, not none."""
    st.markdown(f"**{field.capitalize()}**", help=MEANING[field])
    said = {}
    with st.container(horizontal=True, gap="small"):
        for word, (rows, means) in found.items():
            options = [*([] if means else [NOT_KNOWN]), *allowed]
            label = f"{plain(word)} ({count(rows)} {'row' if rows == 1 else 'rows'})"
            index = options.index(means) if means in options else 0
            pick = st.selectbox(label, options, index=index, key=_key(field, word), width=230, format_func=shown)
            if pick not in (NOT_KNOWN, means):
                said[word] = pick
    return said
