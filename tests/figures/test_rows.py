"""Figures of named rows: what is drawn is what was given, outside text stays text, and what is missing is no zero."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.figures.drawing import Drawing, point_values
from analytics.figures.parts import Part, Row, parted_rows
from analytics.figures.ranges import Range, percentile_ranges
from analytics.figures.ranked import Against, Ranked, ranked_values
from analytics.figures.stretches import Stretch, counted_stretches
from analytics.figures.strips import Mark, Strip, control_strips
from tests.figures.plot_words import apart, checked_words, drawn_words
from tests.hurting.strings import HURTING

PARTS = (Part("after", "#D55E00", "/"), Part("before", "#5B7C99"))


def _ranked(name: str) -> Drawing:
    rows = [Ranked(name, 12.0, 4.0, 21.5, "+12 · 40 of 280", stands_out=True), Ranked("other", -3.0, -6.0, 1.0, "−3 · 2 of 80")]
    return ranked_values(rows, Against(0.0, 0.0, "as expected"), what="Breaches")


def _parted(name: str) -> Drawing:
    return parted_rows([Row(name, (3.0, 5.0), "3 of 8"), Row("other", (0.0, 0.0), "0 of 0")], PARTS, what="Escalations")


def _strips(name: str) -> Drawing:
    last = Mark("2026-03", 9.0, 18, 200, 1.0, 6.0, True, ("beyond 3 sigma",))
    marks = (Mark("2026-01", 4.0, 8, 200, 1.0, 6.0), Mark("2026-02", None, None, None), last)
    return control_strips((Strip(name, marks, 3.5, "u chart"),), unit="per 100 tickets", noun="tickets")


def _ranges(name: str) -> Drawing:
    return percentile_ranges([Range(name, 3600, 7200, 4), Range("never", None, None, 0)], what="Time to each level")


DRAWN = (_ranked, _parted, _strips, _ranges)


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize("name", HURTING[::7])
def test_outside_text_stays_text(draw: Callable[[str], Drawing], name: str) -> None:
    written = draw(name).figure.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
    for tag in ("<img", "<a ", "<script", "<svg", "\u202e", "\\u202e"):
        assert tag not in written.casefold()


@pytest.mark.parametrize("draw", DRAWN)
def test_every_figure_says_what_it_shows(draw: Callable[[str], Drawing]) -> None:
    drawing = draw("Applications")
    assert "Applications" in drawing.alt
    assert drawing.alt.endswith(".")
    assert drawing.figure.layout.paper_bgcolor == drawing.figure.layout.plot_bgcolor == "rgba(0,0,0,0)"


@pytest.mark.parametrize("draw", DRAWN)
def test_a_page_draws_the_very_words_that_were_checked(draw: Callable[[str], Drawing]) -> None:
    assert drawn_words(draw("Applications")) == checked_words(draw("Applications"))


def test_a_ranked_value_stands_with_the_interval_it_was_given() -> None:
    (bars,) = apart(_ranked("<b>Desk</b>")).data
    assert list(bars.x) == [12.0, -3.0]
    assert list(bars.error_x.array) == [9.5, 4.0]
    assert list(bars.error_x.arrayminus) == [8.0, 3.0]
    assert [point_values(clicked) for clicked in bars.customdata] == [["<b>Desk</b>"], ["other"]]
    assert "(beyond chance)" in _ranked("Desk").alt
    assert bars.marker.color[0] != bars.marker.color[1], "beyond chance is told apart"


def test_bars_begin_at_the_start_and_not_at_the_line_of_all() -> None:
    found = apart(ranked_values([Ranked("a", 6.0, 5.0, 7.0, "6")], Against(0.0, 4.2, "all 4.2"), what="Escalations"))
    assert (found.data[0].base[0], found.data[0].x[0]) == (0.0, 6.0)
    (line,) = found.layout.shapes
    assert line.path == "M 4.2,-0.2 L 4.2,0.25", "beside the bar, and not through the words over it"


def test_nothing_ranked_is_said() -> None:
    assert ranked_values([], Against(0.0, 0.0, "as expected"), what="Breaches").alt == "Breaches: none has enough tickets."


def test_parts_of_a_row_stand_beside_each_other_and_differ_by_more_than_colour() -> None:
    figure = apart(_parted("a"))
    assert [list(bar.x) for bar in figure.data] == [[3.0, 0.0], [5.0, 0.0]]
    assert figure.layout.barmode == "stack"
    assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape
    assert "other" not in _parted("a").alt


def test_k10_what_is_a_lower_bound_is_hatched_and_counted_apart() -> None:
    rows = [Stretch("under 15 min", 7, 0, ("first",)), Stretch("15–30 min", 0, 0), Stretch("over 720 h", 1, 2)]
    drawing = counted_stretches(rows, noun="breached", known="stopped", at_least="overdue, at least")
    known, at_least = apart(drawing).data
    assert (list(known.x), list(at_least.x)) == ([7, 0, 1], [0, 0, 2])
    assert at_least.marker.pattern.shape
    assert not known.marker.pattern.shape
    assert "1 stopped, 2 overdue, at least" in known.hovertext[2]
    assert drawing.alt == "10 breached by how far they are over: under 15 min: 7, over 720 h: 3."
    assert [note.text.replace("\u00a0", " ") for note in apart(drawing).layout.annotations] == [" 7 · 70.0 %", " 0", " 3 · 30.0 %"]


def test_without_lower_bounds_there_is_no_legend() -> None:
    assert not counted_stretches([Stretch("1–2 h", 1, 0)], noun="breached", known="a", at_least="b").figure.layout.showlegend


def test_a_strip_shows_limits_gaps_and_signals() -> None:
    drawing = _strips("All levels")
    upper, lower, line = drawing.figure.data
    assert (list(upper.y), list(lower.y), list(upper.x)) == ([6.0, 6.0], [1.0, 1.0], [0, 2])
    assert list(line.y) == [4.0, None, 9.0]
    assert line.connectgaps is False
    assert list(line.marker.symbol) == ["circle", "circle", "diamond"]
    assert "signals: Mar 2026 beyond 3 sigma" in drawing.alt
    assert "nothing to measure" in line.hovertext[1]
    assert [point_values(clicked) for clicked in line.customdata] == [["2026-01"], ["2026-02"], ["2026-03"]]


def test_a_strip_with_too_few_months_has_neither_limits_nor_centre() -> None:
    marks = (Mark("2026-01", 4.0, 8, 200), Mark("2026-02", 5.0, 10, 200, is_open=True))
    figure = control_strips((Strip("All", marks),), unit="per 100 tickets", noun="tickets").figure
    (line,) = figure.data
    assert len(figure.layout.shapes) == 0
    assert list(line.marker.symbol) == ["circle", "circle-open"]


def test_strips_share_their_months_also_where_one_begins_later() -> None:
    early, late = (Mark("2026-01", 1.0, 1, 100), Mark("2026-02", 1.0, 1, 100)), (Mark("2026-02", 2.0, 2, 100),)
    first, second = control_strips((Strip("a", early), Strip("b", late, clicked=(2,))), unit="per 100", noun="tickets").figure.data
    assert (list(first.x), list(second.x)) == ([0, 1], [1])
    assert point_values(second.customdata[0]) == ["2026-02", 2]


def test_a_range_runs_from_p50_to_p90_and_none_timed_is_not_zero() -> None:
    figure = apart(_ranges("1 Lead"))
    (line,) = figure.data
    assert list(line.x) == [3600, 7200]
    words = [note.text.replace("\u00a0", " ") for note in figure.layout.annotations]
    assert words == ["1 Lead", "1.0 h · 2.0 h · n 4", "never", "none timed"]


@pytest.mark.parametrize("most", [1, 23, 23_079, 1_234_567])
def test_the_words_beside_a_bar_stand_within_a_telephone(most: int) -> None:
    rows = [Stretch("1–2 h", most, 0), Stretch("2–4 h", most // 2, 0)]
    drawing = counted_stretches(rows, noun="breached", known="stopped", at_least="overdue, at least")
    across = 245 / drawing.plot.layout["xaxis"]["range"][1]
    words = apart(drawing).layout.annotations
    assert len(words) == 2
    assert all(word.x * across + 6.5 * len(word.text) <= 245 for word in words)
