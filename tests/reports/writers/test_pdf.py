"""The PDF: one tagged sheet with its fonts, small, the same each time; whatever a ticket holds is text on it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from analytics.figures.wording import shown
from analytics.reports.monthly import MonthlySummary, Note
from analytics.reports.writers.pdf import PAPERS, pdf
from analytics.reports.writers.sheet import sheet
from tests.hurting.strings import HURTING
from tests.reports.writers.made_up import empty, hostile, made_up, nothing_decided
from tests.reports.writers.parts import LONG
from tests.reports.writers.reading import pdf_objects, pdf_pages, squeezed

SIZES = {"a4": (595, 842), "letter": (612, 792)}


def one_ticket() -> MonthlySummary:
    found = made_up(months=1)
    series = (
        replace(found.series[0], tickets=1, decided=1, met=1, attainment=1.0, lower_limit=None, upper_limit=None, signals=(), levels=()),
    )
    return replace(found, series=series, tiers=found.tiers[:1])


MONTHS = {
    "normal": made_up(),
    "long names": made_up((LONG,) * 6),
    "no tickets": empty(),
    "one ticket": one_ticket(),
    "nothing decided": nothing_decided(),
}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("month", MONTHS.values(), ids=MONTHS)
def test_a_month_is_one_sheet_under_300_kb(month: MonthlySummary, paper: str) -> None:
    content = pdf(month, paper)
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 1
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == SIZES[paper]
    assert len(content) < 300_000


def test_all_that_the_sheet_says_is_in_the_text_layer() -> None:
    laid_out, text = sheet(made_up()), pdf_pages(pdf(made_up()))[0]
    said = [tile.value for tile in laid_out.tiles] + [cell for row in laid_out.rows for cell in row.cells] + list(laid_out.lead)
    said += [line.words for block in laid_out.blocks for line in block.lines] + list(laid_out.notes) + list(laid_out.foot)
    assert [words for words in said if squeezed(words) not in text] == []


@pytest.mark.parametrize("month", [empty(), nothing_decided()], ids=["no tickets", "nothing decided"])
def test_nothing_decided_is_neither_0_nor_100_percent(month: MonthlySummary) -> None:
    text = pdf_pages(pdf(replace(month, notes=())))[0]
    assert "nonedecided" in text
    assert not re.search(r"\d%", text.replace("95%interval", ""))


def test_the_same_month_is_the_same_file() -> None:
    assert pdf(made_up()) == pdf(made_up())


def test_it_is_tagged_titled_and_has_its_fonts_within() -> None:
    content = pdf(made_up())
    objects = [one for one in pdf_objects(content) if hasattr(one, "get")]
    kinds = [str(one.get("/S")) for one in objects if one.get("/S")]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    figures = [one for one in objects if one.get("/S") == "/Figure"]
    assert len(figures) == 3 and all(str(one.get("/Alt", "")) for one in figures), "a chart says in words what it shows"
    fonts = [one for one in objects if one.get("/Type") == "/FontDescriptor"]
    assert fonts and all("/FontFile2" in one or "/FontFile3" in one for one in fonts)
    assert not [one for one in objects if one.get("/Subtype") == "/Image"], "charts are drawn, not pictures"
    reader = PdfReader(BytesIO(content))
    assert reader.metadata is not None and "October 2026" in str(reader.metadata.title)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_nothing_in_it_acts() -> None:
    names = {key for one in pdf_objects(pdf(hostile())) if hasattr(one, "keys") for key in one}
    assert names & {"/JS", "/JavaScript", "/OpenAction", "/AA", "/URI", "/Launch", "/EmbeddedFile", "/AcroForm"} == set()


def test_hostile_names_are_text_and_marks_are_seen() -> None:
    text = "".join(pdf_pages(pdf(hostile())))
    for name in ("#set page()", "<script>alert(1)</script>", "$x^2$", "=1+1", "*bold* _it_ `raw` @ref //", "{{x}}", "a⟨U+202E⟩cilbup"):
        assert squeezed(name) in text, name


@pytest.mark.long
@pytest.mark.parametrize("first", [0, 100, 200])
def test_three_hundred_strings_that_hurt_stand_as_they_are(first: int) -> None:
    hurting = HURTING[first : first + 100]
    text = "".join(pdf_pages(pdf(replace(made_up(), notes=tuple(Note("hurt", words) for words in hurting)))))
    plain = [words for words in hurting if all(0x20 <= ord(sign) < 0x250 for sign in words)]
    assert [words for words in plain if squeezed(shown(words)) not in text] == []
    assert [words for words in hurting if words[-4:] not in text] == [], "none ends the sheet early"


def test_letters_no_font_has_are_written_as_their_number_and_it_says_so() -> None:
    unassigned = chr(0x0378 + 0x10000 * 4)
    text = "".join(pdf_pages(pdf(made_up((f"Desk {unassigned}",) * 6))))
    assert f"⟨U+{ord(unassigned):04X}⟩" in text
    assert squeezed("Letters that no font on this machine has") in text


def test_a_table_too_long_for_a_sheet_says_what_it_leaves_out() -> None:
    found = hostile()
    assert squeezed(f"The first 12 of {len(found.tiers)} tiers") in pdf_pages(pdf(found))[0]
