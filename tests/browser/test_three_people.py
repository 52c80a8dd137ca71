"""The three people's ways: a manager from a bad month to one ticket's ledger, an analyst and a messy file, an executive and the month."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analytics.figures.wording import month_name, percent
from analytics.metrics import Question, measure
from analytics.operations.open_store import open_reader
from analytics.vocabulary import Dimension
from tests.browser.dashboards import settle

pytestmark = pytest.mark.browser

HEAD, ROW, BUTTON = 38, 35, 26
# Where a figure's point with that first value stands on the screen.
POINT = """([figure, value]) => {
  const drawn = document.querySelector(`.st-key-figure-${figure} .js-plotly-plot`);
  for (const traced of drawn.calcdata) for (const [place, point] of traced.entries()) {
    const said = traced[0].trace.customdata?.[place];
    if (![said].flat().includes(value)) continue;
    const {xaxis, yaxis, _size} = drawn._fullLayout, box = drawn.getBoundingClientRect();
    return [box.x + xaxis._offset + xaxis.c2p(point.x), box.y + yaxis._offset + yaxis.c2p(point.y)];
  }
}"""


def test_a_manager_finds_one_late_ticket_of_a_bad_month_in_four_clicks_and_sends_the_link(
    samples_home: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    ask = partial(measure, open_reader(samples_home, samples=True))
    where = {Dimension.TIER: ("Enterprise",)}
    months = ask(Question(("attainment",), by=(Dimension.MONTH,), where=where)).rows()
    bad = min((row for row in months if row["decided"] > 20), key=lambda row: row["attainment"])["month"]
    running = dashboard(samples_home)
    page = visit(running.url, "overview?tier=Enterprise")
    page.wait_for_selector("text=tier Enterprise · first response")
    settle(page)

    _click_point(page, "trend", bad)                                                        # 1: the month that slipped
    page.wait_for_selector(f"text={month_name(bad)} · tier Enterprise")
    attainment = ask(Question(("attainment",), where=where | {Dimension.MONTH: (bad,)})).rows()[0]["attainment"]
    page.wait_for_selector(f'[data-testid="stMetricValue"]:has-text("{percent(attainment)}")')
    settle(page)
    page.locator(".st-key-tile-breached a:visible").first.click()                           # 2: its breaches
    page.wait_for_selector("h1:has-text('Breaches')")
    page.wait_for_selector(f"text={month_name(bad)} · tier Enterprise")
    picker = page.get_by_role("combobox", name="Open a ticket").last
    picker.scroll_into_view_if_needed()
    settle(page)
    grid = page.locator("[data-testid='stVerticalBlock']", has=picker).locator("[data-testid='stDataFrame']").last
    box = grid.bounding_box()
    page.mouse.click(box["x"] + BUTTON, box["y"] + HEAD + ROW / 2)                          # 3: the worst of them
    page.wait_for_url("**/ticket?desk=*&ticket=SD-*")
    sentence = page.locator("code:has-text('Your ticket SD-')")
    sentence.wait_for()

    other = visit(running.url, page.url.removeprefix(f"{running.url}/"))                    # the link, in a browser of somebody else
    other.wait_for_selector("text=In all ")
    other.wait_for_selector("code:has-text('Your ticket SD-')")
    assert other.locator("code:has-text('Your ticket SD-')").inner_text() == sentence.inner_text()
    assert page.seen.faults == other.seen.faults == []


def test_an_analyst_loads_a_messy_file_and_mends_its_rejects(
    empty_home: Path, tmp_path: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    messy = tmp_path / "messy.csv"
    head = "ticket_id;received_at;first_response_at;resolved_at;status;priority;tier;group"
    rest = '2026-10-05T16:00:00Z;closed;High;Enterprise;"Desk; ""A"""'
    good = [f"M-{n};2026-10-05T14:0{n}:00Z;2026-10-05T14:1{n}:00Z;{rest}" for n in range(6)]
    bad = [line.replace("2026-10-05T14:0", "yesterday").replace("M-", "R-") for line in good[:2]]
    messy.write_text("\n".join([head, *good[:3], *bad, *good[3:]]) + "\n", encoding="utf-8-sig")
    page = visit(dashboard(empty_home).url, "import_tickets")
    _load(page, messy)
    page.wait_for_selector("text=8 rows: 6 new, 2 rejected, 0 lost.")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Rows to mend, as exported").click()
    mended = tmp_path / "mended.csv"
    downloading.value.save_as(mended)
    text = mended.read_text(encoding="utf-8-sig")
    assert text.count("yesterday") == 2
    mended.write_text(text.replace("yesterday", "2026-10-05T14:0"), encoding="utf-8")
    _load(page, mended)
    page.wait_for_selector("text=2 rows: 2 new, 0 lost.")
    assert open_reader(empty_home).rows("SELECT count(*) FROM judged_tickets") == [(8,)]
    assert page.seen.faults == []


def test_an_executive_opens_the_month_and_takes_its_sheet_along(
    samples_home: Path, tmp_path: Path, dashboard: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    page = visit(dashboard(samples_home).url, "monthly_summary")
    page.wait_for_selector("text=Month closed")
    page.wait_for_selector(".st-key-month-lead-closed >> text=/first response|answered|met/")
    page.get_by_role("button", name="Files").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="PDF").first.click()
    sheet = tmp_path / "month.pdf"
    downloading.value.save_as(sheet)
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert page.seen.faults == []


def _click_point(page: Any, figure: str, value: str) -> None:
    drawn = page.locator(f".st-key-figure-{figure} .js-plotly-plot .point").first
    drawn.wait_for(state="attached")
    drawn.evaluate("point => point.closest('.js-plotly-plot').scrollIntoView({block: 'center'})")
    at = page.evaluate(POINT, [figure, value])
    page.mouse.move(*at)
    page.mouse.click(*at)


def _load(page: Any, file: Path) -> None:
    page.set_input_files("input[type=file]", file)
    page.wait_for_selector("text=3 · Load")
    settle(page)
    page.get_by_role("button", name="Load", exact=True).click()
