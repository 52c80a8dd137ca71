"""Reads reports back: the text layer of a PDF, the words of an HTML page, the cells of a workbook."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from python_calamine import CalamineWorkbook


def squeezed(text: str) -> str:
    """Text without white space: where a line was broken is no matter."""
    return re.sub(r"\s+", "", text.replace("\u200e", ""))


def pdf_pages(content: bytes) -> list[str]:
    """The text layer of each page, squeezed."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def pdf_objects(content: bytes) -> list[Any]:
    """All indirect objects of a PDF, resolved."""
    reader = PdfReader(BytesIO(content))
    found = []
    for generation, numbers in reader.xref.items():
        found += [reader.get_object(_reference(number, generation, reader)) for number in numbers if number]
    for number in reader.xref_objStm:
        found.append(reader.get_object(_reference(number, 0, reader)))
    return found


def _reference(number: int, generation: int, reader: PdfReader) -> Any:
    from pypdf.generic import IndirectObject

    return IndirectObject(number, generation, reader)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def html_words(content: bytes) -> str:
    """What an HTML page says, squeezed: no scripts, no styles."""
    parser = _Words()
    parser.feed(content.decode("utf-8"))
    return squeezed(" ".join(parser.words))


def html_tags(content: bytes) -> list[tuple[str, dict[str, str | None]]]:
    """The tags of an HTML page with their attributes."""
    parser = _Words()
    parser.feed(content.decode("utf-8"))
    return parser.tags


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """A workbook's sheets by name, each row by its column's title; the line above a header is left out."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        if name.endswith("tickets"):
            rows = rows[1:]
        found[name] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return found
