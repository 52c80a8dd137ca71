"""A timeline: to scale, without overlapping labels, for minutes as for months; instants named by the clock on the wall."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analytics.figures.instants import MOST_MINOR, MOST_NAMED, instant_label, ticks
from analytics.figures.timeline import LETTER_PIXELS, NARROWEST_PIXELS, Mark, Span, Stretch, span_around, timeline

START = datetime(2026, 8, 3, 14, 0, tzinfo=UTC)
CHICAGO = "America/Chicago"
LENGTHS = [timedelta(seconds=20), timedelta(minutes=20), timedelta(hours=9), timedelta(days=3), timedelta(days=90), timedelta(days=3650)]


@pytest.mark.parametrize("length", LENGTHS, ids=str)
def test_an_axis_has_few_names_all_within_it_in_order(length: timedelta) -> None:
    found = ticks(START, START + length, CHICAGO)
    instants = [at for at, _ in found.major]
    assert 1 <= len(instants) <= MOST_NAMED and len(found.minor) <= MOST_MINOR
    assert instants == sorted(set(instants)) and found.minor == sorted(set(found.minor))
    assert all(START <= at <= START + length for at in (*instants, *found.minor))


def test_days_on_the_axis_begin_at_local_midnight_also_over_a_change_of_the_clock() -> None:
    found = ticks(datetime(2026, 10, 30, 12, tzinfo=UTC), datetime(2026, 11, 3, 12, tzinfo=UTC), CHICAGO)
    assert [(at.hour, name.split("<br>")[0]) for at, name in found.major] == [
        (5, "Sat 31 Oct"), (5, "Sun 1 Nov"), (6, "Mon 2 Nov"), (6, "Tue 3 Nov"),
    ]  # fmt: skip


def test_the_day_is_said_once_for_the_hours_beneath_it() -> None:
    names = [name for _, name in ticks(START, START + timedelta(minutes=20), CHICAGO).major]
    assert names[0].endswith("<br>Mon 3 Aug") and not any("<br>" in name for name in names[1:])


@pytest.mark.parametrize(
    ("run", "due", "reaches_due"),
    [
        (timedelta(minutes=20), timedelta(minutes=30), True), (timedelta(minutes=20), timedelta(hours=24), False),
        (timedelta(days=90), timedelta(minutes=30), True), (timedelta(0), timedelta(minutes=10), True), (timedelta(minutes=5), None, False),
    ],
)  # fmt: skip
def test_the_range_holds_the_whole_run_and_a_due_instant_that_does_not_dwarf_it(
    run: timedelta, due: timedelta | None, reaches_due: bool
) -> None:
    span = span_around(START, START + run, None if due is None else START + due, CHICAGO)
    assert span.from_at < START and span.to_at > START + run
    assert (due is not None and span.to_at > START + due) == reaches_due
    assert span.seconds <= 13 * max(run.total_seconds(), 60) * 1.1 or due is None or due <= run


@pytest.mark.parametrize("length", LENGTHS, ids=str)
def test_labels_of_a_row_have_room_on_the_narrowest_screen(length: timedelta) -> None:
    span = span_around(START, START + length, None, CHICAGO)
    marks = [Mark("Assigned", START + length * n / 11) for n in range(12)]
    drawn = timeline(span, [Stretch(START, START + length, "counted", "open")], [], marks, None, "said")
    row: Any = drawn.figure.data[1]
    taken = []
    for at, text, side in zip(row.x, row.text, row.textposition, strict=True):
        if text:
            room = len(text) * LETTER_PIXELS / NARROWEST_PIXELS * span.seconds
            taken.append((at - room, at) if side == "middle left" else (at, at + room))
            assert taken[-1][0] >= -0.05 * span.seconds and taken[-1][1] <= 1.05 * span.seconds
    assert taken and all(before[1] <= after[0] for before, after in zip(sorted(taken), sorted(taken)[1:], strict=False))
    assert len(row.hovertext) == 12 and all("<b>Assigned</b>" in words for words in row.hovertext)


def test_what_lies_outside_the_range_stands_at_its_edge_with_an_arrow() -> None:
    span = Span(START, START + timedelta(hours=1), CHICAGO)
    marks = [Mark("Due", START - timedelta(days=1)), Mark("Due", START + timedelta(days=9)), Mark("Due", START + timedelta(minutes=30))]
    drawn = timeline(span, [], [], marks, START + timedelta(days=9), "said")
    row: Any = drawn.figure.data[0]
    assert list(row.marker.symbol)[:2] == ["triangle-left", "triangle-right"] and list(row.x) == [0, 3600, 1800]
    assert not drawn.figure.layout.shapes


@pytest.mark.parametrize("text", ["<b>x</b>", "<a href='//x.example'>x</a>", "\u202etxet", "=1+1"])
def test_words_of_tickets_are_no_markup(text: str) -> None:
    span = span_around(START, START + timedelta(hours=1), None, CHICAGO)
    stretch = Stretch(START, START + timedelta(hours=1), "paused", text)
    drawn = timeline(span, [stretch], [], [Mark("Assigned", START, text)], None, "said")
    for trace in drawn.figure.data:
        for words in trace.hovertext:
            assert not re.search(r"<(?!/?b>|br>)", words.replace("<b>paused</b>", "").replace("<b>Assigned</b>", ""))
            assert text not in words or text == "=1+1"


def test_an_instant_is_named_with_its_seconds_only_where_it_has_some() -> None:
    assert instant_label(START, CHICAGO) == "Mon 3 Aug 09:00"
    assert instant_label(START + timedelta(seconds=5), CHICAGO) == "Mon 3 Aug 09:00:05"
