"""Text from tickets on a page (shared rule: Markdown is not for it).

`plain()` is for the few places where outside text must stand in a Streamlit label or caption. Everywhere else it goes into
dataframe cells, options of selectboxes, or figures.
"""

from __future__ import annotations

from analytics.figures.wording import shown

_MARKS = frozenset("\\`*_{}[]()#+-.!|<>~$:&@/=^\"'%,;?")
_JOINED = frozenset("<>-~=:@")
_JOINER = "\u2060"
"""Streamlit makes signs of `->` and `:streamlit:` and links of `a@b.example` also where escaped; an unseen joiner keeps them apart."""


def plain(text: object) -> str:
    """Outside text as it is, in a place that reads Markdown: every mark escaped, direction marks visible, spaces kept."""
    out: list[str] = []
    for mark in shown(text):
        if mark in _MARKS:
            after_www = mark == "." and "".join(out[-3:]).casefold() == "www"
            out.append(f"{_JOINER if after_www else ''}\\{mark}{_JOINER if mark in _JOINED else ''}")
        elif mark == " " and (not out or out[-1] in (" ", "\u00a0")):
            out.append("\u00a0")
        else:
            out.append(mark)
    return "".join(out)
