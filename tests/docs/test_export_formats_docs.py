"""docs/export_formats.md is what the shipped formats say."""

from __future__ import annotations

import pytest

from analytics.intake.docs import FORMATS, PAGE, formats_page
from analytics.intake.export_format import ExportFormat, Layout, formats_in

SHIPPED = formats_in(FORMATS)


def test_export_formats_md_is_what_the_formats_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == formats_page(), "run: python -m analytics.intake.docs"


@pytest.mark.parametrize("export", SHIPPED.values(), ids=lambda f: f.name)
def test_every_format_says_how_to_make_the_export_and_what_it_cannot_tell(export: ExportFormat) -> None:
    assert export.title and export.how_to_export and export.recognised_by
    assert export.cannot_tell or export.layout is Layout.LOOKUP or export.product == "sundial"


@pytest.mark.parametrize("export", [f for f in SHIPPED.values() if f.layout in (Layout.TICKETS, Layout.EVENT_LOG)], ids=lambda f: f.name)
def test_k6_every_format_of_tickets_says_which_statuses_are_the_end(export: ExportFormat) -> None:
    kinds = {kind.value for kind in export.statuses.values()}
    assert {"open", "resolved"} <= kinds


@pytest.mark.parametrize("export", [f for f in SHIPPED.values() if f.layout is Layout.TICKETS], ids=lambda f: f.name)
def test_k5_a_format_without_responses_says_so(export: ExportFormat) -> None:
    if "first_response_at" not in export.columns:
        assert any("first response" in line for line in export.cannot_tell)
