"""What changed since the last issued report, and why: between two stores of the same month."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from analytics.reports.monthly import LoadLine, MonthlySummary, PolicyLine, Restatement
from analytics.reports.monthly.plain_text import body, subject
from analytics.reports.monthly.restatement import record, restated
from tests.reports.monthly.made import decided, plain_text, summary

ISSUED = "2026-11-02T06:00:00Z"


@cache
def october(met: int, breached: int) -> MonthlySummary:
    """A closed month; what it was made from is told by of()."""
    return summary(decided("2026-10", met, breached), "2026-10")


def of(found: MonthlySummary, version: str, *loads: str, program: str = "0.1.0", policy: str = "Support") -> MonthlySummary:
    """A summary as a version of the store with these loads gives it."""
    lines = tuple(LoadLine(file, "desk-a", f"sha of {file}", "as usual", "format", None) for file in loads)
    origin = replace(found.provenance, version=version, loads=lines, program_version=program,
                     policies=(PolicyLine(policy, "1", f"sha of {policy}", None),))  # fmt: skip
    return replace(found, provenance=origin)


def remembered(found: MonthlySummary) -> dict[str, Any]:
    """A record as it comes back from its file."""
    return dict(json.loads(json.dumps(record(found, ISSUED))))


def between(before: MonthlySummary, after: MonthlySummary) -> Restatement:
    found = restated(after, remembered(before))
    assert found is not None
    return found


def test_the_first_report_restates_nothing() -> None:
    assert restated(october(9, 1), None) is None


def test_a_later_load_that_does_not_touch_the_month_restates_nothing() -> None:
    assert restated(of(october(9, 1), "two", "a.csv", "b.csv"), remembered(of(october(9, 1), "one", "a.csv"))) is None


def test_a_later_load_names_figures_and_file() -> None:
    found = between(of(october(9, 1), "one", "a.csv"), of(october(7, 3), "two", "a.csv", "late.csv"))
    assert (found.issued_at, found.version, found.was_closed) == (ISSUED, "one", True)
    assert found.why == ("loaded late.csv",)
    changed = {one.title: (plain_text(one.before), plain_text(one.after)) for one in found.changes}
    assert changed["First response: attainment"] == ("90.0 % (9 of 10)", "70.0 % (7 of 10)")
    assert changed["Standard: attainment"] == ("90.0 % (9 of 10)", "70.0 % (7 of 10)")
    assert "Tickets" not in changed, "what is the same is not listed"
    assert found.text.startswith(f"{len(found.changes)} figures differ from the report issued on 2026-11-02: First response: attainment")
    assert found.text.endswith("Since then: loaded late.csv.")


def test_l4_an_undone_load_is_named() -> None:
    found = between(of(october(9, 1), "one", "a.csv", "b.csv"), of(october(7, 3), "two", "a.csv"))
    assert found.why == ("took back or replaced b.csv",)


def test_p3_a_restatement_of_the_policy_and_a_new_program_are_named() -> None:
    found = between(of(october(9, 1), "one", "a.csv"), of(october(7, 3), "two", "a.csv", program="0.2.0", policy="Stricter"))
    assert found.why == ("policy Stricter 1 in force", "policy Support 1 no longer in force", "Sundial 0.1.0 became 0.2.0")


def test_t3_a_report_of_the_running_month_says_that_it_was() -> None:
    found = between(replace(of(october(9, 1), "one"), is_closed=False), of(october(7, 3), "two"))
    assert not found.was_closed and found.why[0] == "the month was still running in that report"


def test_a_change_too_small_to_be_read_is_told_exactly() -> None:
    before = of(october(9, 1), "one")
    figures = tuple(replace(one, value=one.value + 1) if one.name == "elapsed_p50" and one.value else one for one in before.figures)
    found = between(before, replace(of(before, "two"), figures=figures))
    assert [(one.title, plain_text(one.before), plain_text(one.after)) for one in found.changes] == [
        ("First response: median", "5 min [300, -, 10]", "5 min [301, -, 10]")
    ]
    assert found.why == ("what differs between the two versions of the store is not recorded",)


def test_a_restated_report_says_so_in_its_mail() -> None:
    now = of(october(7, 3), "two", "a.csv", "late.csv")
    now = replace(now, restatement=between(of(october(9, 1), "one", "a.csv"), now))
    assert subject(now) == "Support in Oct 2026: first response 70.0 % in time (7 of 10), restated"
    assert "Restated: " in body(now) and "loaded late.csv" in " ".join(body(now).split())


def test_words_of_an_export_cannot_steer_the_mail() -> None:
    found = summary(decided("2026-10", 0, 20, group_name="Net\r\nBcc: all\u202e"), "2026-10")
    assert "\n" not in subject(found) and "\r" not in body(found) and "\u202e" not in body(found)
    assert max(len(line) for line in body(found).splitlines()) < 120
