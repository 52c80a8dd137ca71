"""Figures by their shape, each held against plain numbers: every array of it, and every number written in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import Any

from analytics.figures.wording import count, is_missing, month_name, of, per_hundred, percent, signed
from analytics.figures.wording import shown as written
from tests.pages.agreement.asked import Asked
from tests.pages.agreement.saying import clicked, close, in_places, says
from tests.pages.agreement.shown import Picture, Shown

Say = Callable[[Any], str]
INTERVAL = "95 %"
OUTCOMES = ("met", "breached", "running", "excluded", "uncovered", "no_target", "unknown")


def hundredfold(value: Any) -> float | None:
    return None if is_missing(value) else float(value) * 100


def annotations(figure: Mapping[str, Any]) -> list[Any]:
    return list(figure["layout"].get("annotations", []))


def lines(figure: Mapping[str, Any]) -> list[Any]:
    return list(figure["layout"].get("shapes", []))


def control_trend(shown: Shown, asked: Asked, chart: Mapping[str, Any], months: Sequence[str], goal: float | None = None) -> None:
    """A share by month with interval, limits and counts, of `sundial control`."""
    points = {point["period"]: point for point in chart["points"]}
    known = [points.get(month) for month in months]
    *quiet, line, bars = shown.figure["data"]
    for trace in (line, bars):
        assert [values for (values,) in clicked(trace)] == list(months)
        in_places(trace, "x")
    close(line["y"], [hundredfold(one and one["value"]) for one in known], "rates")
    close(bars["y"], [(one["denominator"] or 0) if one else 0 for one in known], "decided")
    marks = [("diamond" if one and one["signals"] else "circle") + ("" if one and one["closed"] else "-open") for one in known]
    assert line["marker"]["symbol"] == marks
    for words, month, one in zip(line["hovertext"], months, known, strict=True):
        _control_hover(words, month, one)
    assert bars["hovertext"] == line["hovertext"]
    bands = [trace for trace in quiet if trace.get("fill") == "toself"]
    for band in bands:
        half = len(band["x"]) // 2
        ends = [known[int(place)] for place in band["x"][:half]]
        assert band["x"][half:] == band["x"][:half][::-1]
        wanted = [hundredfold(one and one["high"]) for one in ends] + [hundredfold(one and one["low"]) for one in reversed(ends)]
        close(band["y"], wanted, "interval")
    has_two = [n for n in range(1, len(known)) if known[n] and known[n - 1] and None not in (known[n]["low"], known[n - 1]["low"])]
    assert bool(bands) == bool(has_two)
    _limits(shown, [trace for trace in quiet if trace not in bands], chart, known)
    centre = [hundredfold(chart["centre"])] if chart["enough"] else []
    stated = [] if goal is None else [goal * 100]
    chosen = [months.index(asked.selection.month) - 0.5] if asked.selection.month in months else []
    close([line["y0"] for line in lines(shown.figure) if line["type"] == "line"], [*centre, *stated], "centre and goal")
    assert {line["x0"] for line in lines(shown.figure) if line["type"] == "rect"} == set(chosen)
    says(" ".join(one["text"] for one in annotations(shown.figure)), *([f"goal {percent(goal)}"] if stated else []))
    _trend_alt(shown.alt, months, known, chart)


def _trend_alt(alt: str, months: Sequence[str], known: Sequence[Any], chart: Mapping[str, Any]) -> None:
    """The lowest, the highest and the last; which month, where several are the same, is left open."""
    values = {month: one["value"] for month, one in zip(months, known, strict=True) if one and one["value"] is not None}
    ends = {"lowest": min(values.values()), "highest": max(values.values())}
    said = [f"{word} {percent(value)}" for word, value in ends.items()]
    assert all(words in alt for words in said) and f"last {percent(list(values.values())[-1])} in {month_name(list(values)[-1])}" in alt
    for end, words in zip(ends.values(), said, strict=True):
        named = alt.partition(f"{words} in ")[2][:8]
        assert values[next(month for month in values if month_name(month) == named)] == end
    assert f"from {month_name(months[0])} to {month_name(months[-1])}:" in alt
    signals = [month for month, one in zip(months, known, strict=True) if one and one["signals"]]
    last = alt.rpartition(" in ")[2].partition(". ")[2]
    told = [part for month, one in zip(months, known, strict=True) if month in signals for part in (month_name(month), *one["signals"])]
    says(last, *(told if signals else [] if chart["enough"] else [chart["words"]]))


def _limits(shown: Shown, traces: Sequence[Any], chart: Mapping[str, Any], known: Sequence[Any]) -> None:
    assert len(traces) == (2 if chart["enough"] else 0)
    for trace, end in zip(traces, ("lower_limit", "upper_limit"), strict=False):
        in_places(trace, "x")
        close(trace["y"], [hundredfold(one[end]) if one and one["closed"] else None for one in known], end)


def _control_hover(words: str, month: str, one: Any) -> None:
    if one is None or one["value"] is None:
        says(words, month_name(month))
        return
    wanted = [month_name(month), percent(one["value"]), of(one["numerator"], one["denominator"])]
    wanted += [INTERVAL, percent(one["low"]), percent(one["high"])] if one["low"] is not None else []
    wanted += [percent(one["lower_limit"]), percent(one["upper_limit"])] if one["lower_limit"] is not None and one["closed"] else []
    says(words, *wanted, *one["signals"])


def matrix(shown: Shown, cells: Mapping[tuple[Any, Any], Mapping[str, Any]], rows: Sequence[Any], columns: Sequence[Any],
           value: str, part: str, whole: str, say: Say, *, written: bool = True,
           names: Mapping[Any, str] | None = None) -> None:  # fmt: skip
    """A value by two dimensions: each cell's shade, words and click."""
    heat, places = shown.figure["data"]
    wanted = [[cells.get((row, column), {}).get(value) for column in columns] for row in rows]
    close(heat["z"], wanted, value)
    in_places(heat, "x")
    in_places(heat, "y")
    cells_in_places(places, len(rows), len(columns))
    assert [name[:12] for name in shown.figure["layout"]["yaxis"]["ticktext"]] == [_label(row, names)[:12] for row in rows]
    assert clicked(places) == [[row, column] for row in rows for column in columns]
    every = [cells.get((row, column), {}) for row in rows for column in columns]
    for words, cell, (row, column) in zip(places["hovertext"], every, clicked(places), strict=True):
        said = [] if is_missing(cell.get(value)) else [say(cell[value]), of(cell[part], cell[whole])]
        head, _, body = words.partition("</b>")
        assert head
        says(body, *said)
        assert (names or {}).get(row, str(row)) in head or row is None, (head, row, column)
    texts = [one["text"] for one in annotations(shown.figure)]
    assert len(texts) == (len(every) if written else 0)
    for words, cell in zip(texts, every, strict=False):
        says(words, *([] if is_missing(cell.get(value)) else [say(cell[value]), of(cell[part], cell[whole])]))
    known = {key: cells[key][value] for row in rows for column in columns if not is_missing(cells.get(key := (row, column), {}).get(value))}
    most = max(known.values(), default=None)
    where = [", ".join(unescape(_label(one, names)) for one in key) for key, number in known.items() if number == most]
    assert not known or any(shown.alt.endswith(f"; highest {say(most)} at {words}.") for words in where), shown.alt


def _label(value: Any, names: Mapping[Any, str] | None) -> str:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value):
        return month_name(value)
    return (names or {}).get(value) or escape(written(value), quote=False)


def cells_in_places(trace: Any, rows: int, columns: int) -> None:
    """The cells that are clicked lie over those that are shaded."""
    assert trace["y"] == [row for row in range(rows) for _ in range(columns)]
    assert trace["base"] == [column - 0.5 for _ in range(rows) for column in range(columns)] and set(trace["x"]) <= {1}


def outcome_bars(shown: Shown, row: Mapping[str, Any]) -> None:
    """A bar an outcome that somebody has."""
    total = sum(row[outcome] for outcome in OUTCOMES)
    wanted = [outcome for outcome in OUTCOMES if row[outcome]]
    assert [values for trace in shown.figure["data"] for (values,) in clicked(trace)] == wanted
    assert shown.figure["layout"]["yaxis"]["ticktext"] == [outcome.replace("_", " ") for outcome in wanted]
    for place, (trace, outcome) in enumerate(zip(shown.figure["data"], wanted, strict=True)):
        close([*trace["x"], *trace["y"]], [row[outcome], place], outcome)
        said = (count(row[outcome]), percent(row[outcome] / total))
        says(trace["text"][0], *said)
        says(trace["hovertext"][0], *said, count(total))
    says(shown.alt, count(total), *(f"{count(row[one])} {percent(row[one] / total)}" for one in wanted))


def outcome_rows(row: Mapping[str, Any]) -> list[list[Any]]:
    """All outcomes with their share of every clock; none where there is no clock."""
    total = sum(row[outcome] for outcome in OUTCOMES)
    return [[outcome.replace("_", " "), row[outcome], row[outcome] / total] for outcome in OUTCOMES] if total else []


def excess_dots(shown: Shown, ranking: Mapping[str, Any], most: int, name: Say) -> None:
    """Values by breaches beyond those expected, of `sundial drivers`."""
    top = ranking["ranked"][:most]
    *ranges, dots = shown.figure["data"]
    assert [values for (values,) in clicked(dots)] == [one["value"] for one in top]
    close(dots["x"], [one["excess"] for one in top], "excess")
    close([trace["x"] for trace in ranges], [[one["excess_low"], one["excess_high"]] for one in top], "interval of the excess")
    in_places(dots)
    close([trace["y"] for trace in ranges], [[place, place] for place in range(len(top))], "places")
    beyond, first = sum(one["beyond_chance"] for one in top), top[0]
    says(shown.alt, percent(ranking["breach_rate"]), signed(first["excess"]), percent(first["breach_rate"]), count(first["decided"]),
         count(beyond), count(len(top)), names=[name(first["value"])])  # fmt: skip
    assert dots["marker"]["symbol"] == ["circle" if one["beyond_chance"] else "circle-open" for one in top]
    texts = annotations(shown.figure)
    assert len(texts) == 2 * len(top)
    for one, hover, said in zip(top, dots["hovertext"], texts[1::2], strict=True):
        rate = percent(one["breach_rate"])
        assert name(one["value"]) in unescape(hover)
        says(hover, rate, of(one["breached"], one["decided"]), f"{one['expected']:,.1f}", f"{one['excess']:+,.1f}", INTERVAL,
             f"{one['excess_low']:+,.1f}", f"{one['excess_high']:+,.1f}", names=[name(one["value"])])  # fmt: skip
        says(said["text"], signed(one["excess"]), rate, count(one["decided"]))


def parted(shown: Shown, rows: Sequence[tuple[str, Sequence[float], Sequence[str], Sequence[str], Sequence[Any]]]) -> None:
    """Named rows of parts: (name, amounts, the numbers on its line, those more in the hover, what a click hands on)."""
    for place, trace in enumerate(shown.figure["data"]):
        close(trace["x"], [amounts[place] for _, amounts, *_ in rows], trace["name"])
        in_places(trace)
        assert clicked(trace) == [list(hands_on) for *_, hands_on in rows]
        for hover, (name, _, said, more, _) in zip(trace["hovertext"], rows, strict=True):
            says(hover, *said, *more, names=[name])
    assert len(shown.figure["data"]) == len(rows[0][1])
    texts = annotations(shown.figure)
    assert len(texts) == 2 * len(rows)
    for head, text, (name, _, said, *_) in zip(texts[::2], texts[1::2], rows, strict=True):
        assert head["text"].replace("…", "") in name or name in head["text"]
        says(text["text"], *said, names=[name])
    says(shown.alt, *(words for _, amounts, said, *_ in rows if any(amounts) for words in said), names=[name for name, *_ in rows])


def spark(picture: Picture, values: Sequence[tuple[str, float | None, str]]) -> None:
    """A sparkline: (month, value, in words) of all its months; the heights in its drawing are those of the values."""
    known = [value for _, value, _ in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    wanted = [23.0 - 20.0 * ((value - low) / (high - low) if high > low else 0.5) for value in known]
    drawn = [[float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", run)] for run in re.findall(r'polyline points="([^"]*)"', picture.svg)]
    runs: list[list[float]] = [[]]
    heights = iter(wanted)
    for _, value, _ in values:
        runs = [*runs, []] if value is None else [*runs[:-1], [*runs[-1], next(heights)]]
    shown = [run for run in runs if len(run) > 1]
    assert [len(run) for run in drawn] == [len(run) for run in shown]
    assert all(abs(one - other) <= 0.051 for run, own in zip(drawn, shown, strict=True) for one, other in zip(run, own, strict=True))
    ends = [float(y) for y in re.findall(r'cy="([\d.]+)"', picture.svg)]
    assert len(ends) == bool(known) and all(abs(one - wanted[-1]) <= 0.051 for one in ends)
    says(picture.alt, *(f"{month_name(month)} {words}" for month, _, words in (values[0], values[-1])), names=["90th percentile"])


def frequency(value: Any) -> str:
    """Escalations per 100 tickets."""
    return per_hundred(value)
