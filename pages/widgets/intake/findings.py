"""Step 2: what the file is and how its first rows read, before anything is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.errors import SundialError
from analytics.figures.wording import count, of, percent, shown
from analytics.intake.export_format import Layout
from analytics.intake.options import LoadOptions
from pages.widgets.states import refused
from pages.widgets.tables import grid
from pages.widgets.text import plain


def facts(findings: dict[str, Any]) -> None:
    """What it is, in a line."""
    kind = findings["format"]
    title = kind["title"] if kind else "not recognised"
    separators = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    separator = separators.get(findings["delimiter"], findings["delimiter"])
    columns = f"{count(len(findings['columns']))} columns, {shown(separator)} separated"
    st.text(f"{shown(findings['file'])}: {shown(title)} · {count(findings['rows'])} rows · {columns}")
    _read_as(findings["read_as"])
    if _only_serves(findings):
        st.caption("The other files look values up in it; its own rows are counted, and none is kept.")
    if kind and kind["cannot_tell"]:
        with st.expander("What this export cannot tell", icon=":material/info:"):
            st.text("\n".join(f"• {shown(word)}" for word in kind["cannot_tell"]))


def _read_as(read_as: dict[str, Any]) -> None:
    """How the file was opened, where that was not simply plain text."""
    told = [read_as["kind"]] if read_as["kind"] != "delimited text" else []
    if read_as.get("encoding") and read_as["encoding"] != "utf-8":
        told.append(f"encoding {read_as['encoding']}: {read_as['encoding_why']}")
    told += [f"{word} {read_as[word]}" for word in ("member", "sheet") if read_as.get(word)]
    told += read_as["notes"]
    if told:
        st.text("Opened as " + shown("; ".join(map(str, told))))


def preview(findings: dict[str, Any], options: LoadOptions) -> None:
    """The first rows, typed as they would be loaded; and what would be set apart."""
    if _only_serves(findings) and not findings["problems"]:
        return
    st.markdown(f"**How the first rows of {plain(findings['file'])} read**")
    for problem in findings["problems"]:
        refused(SundialError(problem["wrong"], problem["found"], problem["remedy"]))
    shape = findings["preview"]
    if shape and shape["rows"]:
        table = {name.replace("_", " "): [row[place] for row in shape["rows"]] for place, name in enumerate(shape["columns"])}
        grid(table, "First rows as they would be loaded", key="preview")
        unread = findings["needs_timezone"] and not options.timezone
        st.caption("Times stand as in the file: their zone is not chosen yet." if unread else "Times are shown in UTC.")
    _rejects(findings)
    _uncovered(findings)


def _only_serves(findings: dict[str, Any]) -> bool:
    return bool(findings["format"]) and findings["format"]["layout"] == Layout.LOOKUP


def ready(findings: Sequence[dict[str, Any]], options: LoadOptions) -> str:
    """Why the files cannot be loaded yet; empty where they can."""
    if any(one["problems"] for one in findings):
        return "Mend what is marked above first."
    if any(one["needs_timezone"] for one in findings) and not options.timezone:
        return "Their times carry no offset: choose their zone first. It is never assumed."
    return ""


def _rejects(findings: dict[str, Any]) -> None:
    if not findings.get("rejects"):
        return
    with st.container(border=True):
        share = percent(findings["rejects"] / max(findings["rows"], 1))
        st.markdown(f":material/block: {of(findings['rejects'], findings['rows'])} rows would be rejected ({share}).")
        reasons = [f"{shown(one['field'])}: {shown(one['reason'])} ({count(one['rows'])})" for one in findings.get("reject_reasons", [])]
        if reasons:
            st.text("\n".join(reasons))


def _uncovered(findings: dict[str, Any]) -> None:
    covered = findings["covered"]
    if not covered or covered["tier_from_customers"] or not covered["rows"]:
        return
    rows = covered["rows"]
    without_tier, without_priority = rows - covered["with_tier"], rows - covered["with_priority"]
    if max(without_tier, without_priority) * 2 <= rows:
        return
    with st.container(border=True):
        st.markdown(":material/help: **Most tickets would be uncovered: counted, but without a verdict.**")
        if without_tier * 2 > rows:
            st.markdown(f"{of(without_tier, rows)} rows have no tier that the policy knows. Give one tier, or a customers file, above.")
        if without_priority * 2 > rows:
            st.markdown(f"{of(without_priority, rows)} rows have no priority that the policy knows. Say above what its words mean.")
            unknown = ", ".join(f"{shown(one['value'])} ({count(one['rows'])})" for one in covered["unknown_priorities"])
            st.text(f"Not known: {unknown}" if unknown else "No priority is mapped.")
