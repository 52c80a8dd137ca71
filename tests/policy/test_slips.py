"""A slip of the pen cannot pass for a setting, and no text makes the reader fall over (P1)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import PolicyRefused
from analytics.policy import DEFAULT_POLICY, Policy, parse_policy

TEXT = DEFAULT_POLICY.read_text(encoding="utf-8")
WHOLE = parse_policy(TEXT, "default.toml")

# What the reader knows by itself; names, titles and remarks are the writer's own and free.
KNOWN_WORDS = (
    "reporting_zone", "business_day_reading", "landing", "count_uncovered_channels", "at_risk_share", "priorities", "tiers",
    "calendars", "channels", "exclusions", "first_response", "resolution", "calendar", "ladder", "level", "name", "version",
    "weekly", "mon", "sat", "tz",
    "public_holidays", "country", "observed", "elapsed", "closing", "no_target", "1 business day", "30 minutes", "true",
    "America/Chicago", "central-office-hours", "round-the-clock", "meaning", "title", "values",
)  # fmt: skip


def slips(word: str) -> Iterator[str]:
    """Every word one slip away: a letter left out, doubled, put in, hit wrongly, or changed with its neighbour."""
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield before + "q" + letter + after
        yield before + "q" + after
        if after:
            yield before + after[0] + letter + after[1:]


def lines_without_remarks() -> list[tuple[int, int]]:
    """(start, end) of what is not a remark in each line."""
    spans, start = [], 0
    for line in TEXT.splitlines(keepends=True):
        stripped = line.split("#")[0].rstrip()
        spans.append((start, start + len(stripped)))
        start += len(line)
    return spans


def places_of(word: str) -> list[int]:
    """Where the word stands as a whole, outside remarks."""
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return [match.start() for match in whole.finditer(TEXT) if any(start <= match.start() < end for start, end in lines_without_remarks())]


def says_the_same(policy: Policy) -> bool:
    return replace(policy, toml="", sha256="") == replace(WHOLE, toml="", sha256="")


def read_or_refused(text: str) -> Policy | None:
    try:
        return parse_policy(text, "default.toml")
    except PolicyRefused as refused:
        assert refused.problems
        return None


def title_of(text: str, place: int) -> bool:
    """Whether the place is inside a text that is free: a name, a version label, a meaning or a title."""
    line = text[text.rfind("\n", 0, place) + 1 : text.find("\n", place)]
    quote = line.find('"')
    return line.split(" ")[0] in ("name", "version", "meaning", "title") and 0 <= quote < place - text.rfind("\n", 0, place) - 1


@pytest.mark.parametrize("word", KNOWN_WORDS)
def test_a_slip_in_a_known_word_is_refused_or_says_the_same(word: str) -> None:
    places = [place for place in places_of(word) if not title_of(TEXT, place)]
    assert places, word
    for slip in {*slips(word)} - {word}:
        text = TEXT[: places[0]] + slip + TEXT[places[0] + len(word) :]
        policy = read_or_refused(text)
        if policy is None or says_the_same(policy):
            continue
        # What is left are numbers: "11 business day" is another target, not a slip that can be seen.
        assert re.sub(r"\d", "", slip) == re.sub(r"\d", "", word), slip


@pytest.mark.long
def test_no_single_slip_anywhere_is_more_than_a_refusal() -> None:
    for start, end in lines_without_remarks():
        for place in range(start, end):
            # A sign lost, another in its place, a quote too many: in turn, so that each line meets all of them.
            before, after = TEXT[:place], TEXT[place + 1 :]
            read_or_refused((before + after, f"{before}q{after}", f'{before}"{TEXT[place:]}')[place % 3])


@given(place=st.integers(0, len(TEXT) - 1), length=st.integers(0, 40), piece=st.text(max_size=6))
@settings(max_examples=150)
def test_no_change_of_a_piece_is_more_than_a_refusal(place: int, length: int, piece: str) -> None:
    read_or_refused(TEXT[:place] + piece + TEXT[place + length :])


WORDS = st.sampled_from([*KNOWN_WORDS, "also_called", "attainment_goal", "effective_from", "dates", "2026-12-24", "08:00", "24:00", "High"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
LEAVES = WORDS | st.booleans() | st.integers(-5, 10**12) | st.floats() | TEXTS
VALUES = st.recursive(LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=3), max_leaves=8)


def toml(value: Any) -> str:
    """A value as inline TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(below) for below in value) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")


@st.composite
def documents(draw: st.DrawFn) -> str:
    """The default policy with one value, at any depth, replaced by any other."""
    document = tomllib.loads(TEXT)
    table: Any = document
    while True:
        key = draw(st.sampled_from(sorted(table)) if isinstance(table, dict) else st.integers(0, len(table) - 1))
        below = table[key]
        if not isinstance(below, dict | list) or not below or draw(st.booleans()):
            table[key] = draw(VALUES)
            break
        table = below
    return "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in document.items())


@given(documents())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_in_any_place_is_read_or_refused(text: str) -> None:
    tomllib.loads(text)
    read_or_refused(text)


@pytest.mark.parametrize("case", [str.upper, str.title, str.lower])
def test_upper_and_lower_case_of_words_in_quotes_does_not_matter(case: Any) -> None:
    text = TEXT
    for word in ("elapsed", "closing", "no_target", "1 business day", "30 minutes"):
        text = text.replace(f'"{word}"', f'"{case(word)}"')
    policy = read_or_refused(text)
    assert policy is not None
    assert says_the_same(policy)
