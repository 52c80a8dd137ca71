"""The PDF of a month: one sheet, A4 or Letter, vector charts, fonts embedded, tagged and checked as PDF/UA-1.

typst lays it out from sheet.typ. What tickets hold is handed over as JSON and placed as text: none of it is read as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from analytics.reports.monthly import MonthlySummary
from analytics.reports.writers.sheet import Sheet, sheet
from analytics.reports.writers.words import stands_at

PAPERS = {"a4": "a4", "letter": "us-letter"}
_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "sheet.typ"
_FONTS = _HERE / "fonts"
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_TRIES = 24
_MOST_ASKED = 300
_LETTERS = b"""#set document(title: "letters")
#set text(font: ("Inter", "DejaVu Sans Mono"))
#sys.inputs.letters
"""


def pdf(summary: MonthlySummary, paper: str = "a4") -> bytes:
    """The summary as a PDF on `paper` ("a4" or "letter"). The same summary gives the same content.

    Letters that the fonts here do not have are taken from this machine's; those that none has are written as ⟨U+65E5⟩, and it says so.
    """
    laid_out, made_at = sheet(summary), stands_at(source.as_of for source in summary.provenance.sources)
    try:
        return _Setter(paper, made_at, ignore_system_fonts=True).compose(laid_out)
    except typst.TypstError as error:
        if not _not_displayed(error):
            raise
    return _with_what_can_be_displayed(laid_out, _Setter(paper, made_at, ignore_system_fonts=False))


class _Setter:
    """Sets sheets on one paper from one set of fonts, which is looked through once."""

    def __init__(self, paper: str, made_at: datetime, *, ignore_system_fonts: bool) -> None:
        self._paper, self._made_at = PAPERS[paper], made_at
        self._compiler = typst.Compiler(str(_TEMPLATE), root=str(_HERE), font_paths=[str(_FONTS)], ignore_system_fonts=ignore_system_fonts)

    def compose(self, laid_out: Sheet) -> bytes:
        return self._compiled({"sheet": json.dumps(asdict(laid_out), ensure_ascii=False), "paper": self._paper})

    def missing(self, signs: set[str]) -> set[str]:
        """Those of the signs that no font has: asked of a page with nothing else on it, which tells one at a time."""
        found: set[str] = set()
        for _ in range(_MOST_ASKED):
            try:
                self._compiled({"letters": "\n".join(sorted(signs - found))}, _LETTERS)
                return found
            except typst.TypstError as error:
                if (told := _not_displayed(error)) <= found:
                    raise
                found |= told
        return {sign for sign in signs if not _is_common(sign)}

    def _compiled(self, inputs: dict[str, str], source: Any = str(_TEMPLATE)) -> bytes:
        made = self._compiler.compile(source, sys_inputs=inputs, pdf_standards="ua-1", timestamp=self._made_at)
        assert isinstance(made, bytes)
        return made


def _with_what_can_be_displayed(laid_out: Sheet, setter: _Setter) -> bytes:
    """Set it with the letters written out that no font has; where letters together are not had, those too."""
    signs = {sign for sign in json.dumps(asdict(laid_out), ensure_ascii=False) if not _is_common(sign)}
    missing = setter.missing(signs)
    for _ in range(_MOST_TRIES):
        try:
            return setter.compose(_without(laid_out, missing.__contains__) if missing else laid_out)
        except typst.TypstError as error:
            if (told := _not_displayed(error)) <= missing:
                raise
            missing |= told
    return setter.compose(_without(laid_out, lambda sign: not _is_common(sign)))


def _not_displayed(error: typst.TypstError) -> set[str]:
    """The letters that an error says no font has, empty where it is about something else. typst writes some as `\\u{40378}`."""
    told = _NOT_DISPLAYED.search(str(error))
    return set(_ESCAPED.sub(lambda number: chr(int(number[1], 16)), told[1])) if told else set()


def _is_common(sign: str) -> bool:
    """Whether the fonts here have it for certain: Latin, Greek, Cyrillic and the signs that go with them."""
    return ord(sign) < 0x530 or 0x1E00 <= ord(sign) < 0x2300


def _without(laid_out: Sheet, is_missing: Callable[[str], bool]) -> Sheet:
    """The sheet with letters written out, and a note that says so."""
    written = _written_out(laid_out, is_missing)
    assert isinstance(written, Sheet)
    return replace(written, notes=(*written.notes, "Letters that no font on this machine has stand as their number, such as ⟨U+65E5⟩."))


def _written_out(part: Any, is_missing: Callable[[str], bool]) -> Any:
    if isinstance(part, str):
        return "".join(f"⟨U+{ord(sign):04X}⟩" if is_missing(sign) else sign for sign in part)
    if isinstance(part, tuple):
        return tuple(_written_out(one, is_missing) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _written_out(getattr(part, field.name), is_missing) for field in fields(part)})
    return part
