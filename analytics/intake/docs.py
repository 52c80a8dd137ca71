"""docs/export_formats.md, written from the shipped formats: `python -m analytics.intake.docs`."""

from __future__ import annotations

from pathlib import Path

from analytics.intake.export_format import ISO, ExportFormat, Layout, formats_in

ROOT = Path(__file__).parents[2]
FORMATS, PAGE = ROOT / "data" / "export_formats", ROOT / "docs" / "export_formats.md"

_KINDS = {
    Layout.TICKETS: "one row a ticket",
    Layout.EVENT_LOG: "one row a change, each with the whole ticket as it stood then",
    Layout.CHANGES: "one row a change of one field, loaded beside a file of tickets",
    Layout.LOOKUP: "serves other files of the same load; its rows are read and counted as folded",
}
_PREFACE = """# Export formats

Written from `data/export_formats/` by `python -m analytics.intake.docs`; a test keeps it up to date.
A file is recognised by its columns. T2, K1 and so on are the rules in [DECISIONS.md](../DECISIONS.md).

A company's own formats stand as TOML in `formats/` of its home and may be based on one of these (`based_on`).
"""


def formats_page() -> str:
    """docs/export_formats.md."""
    formats = sorted(formats_in(FORMATS).values(), key=lambda f: f.title.casefold())
    lines = ["| format | what | a row | zone of its times |", "|---|---|---|---|"]
    lines += [f"| [{f.name}](#{f.name}) | {f.title} | {_KINDS[f.layout]} | {_zone_in_short(f)} |" for f in formats]
    return "\n".join([_PREFACE, *lines, "", *(_entry(f) for f in formats)])


def _zone_in_short(export: ExportFormat) -> str:
    if export.layout is Layout.LOOKUP:
        return "–"
    return export.timezone or "given, unless a time has an offset"


def _entry(export: ExportFormat) -> str:
    parts = [f"## {export.name}", "", f"**{export.title}**: {_KINDS[export.layout]}.", ""]
    parts += [f"- **How to export:** {export.how_to_export}"] if export.how_to_export else []
    parts += [f"- **Recognised by** the columns {', '.join(_mark(mark) for mark in export.recognised_by)}."]
    if export.layout is not Layout.LOOKUP:
        parts += [f"- **Times:** {_times(export)}"]
    if export.cannot_tell:
        parts += ["- **It cannot tell**", *(f"  - {line}" for line in export.cannot_tell)]
    parts += _rows(export)
    if export.columns:
        parts += ["", "| field | from |", "|---|---|"]
        parts += [f"| {name} | {_cell(source.shown)} |" for name, source in export.columns.items()]
    parts += _words(export)
    return "\n".join([*parts, ""])


def _mark(mark: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in mark)


def _times(export: ExportFormat) -> str:
    zone = f"read in {export.timezone}" if export.timezone else "the export does not name their zone, so it is asked for (`--timezone`, T2)"
    forms = ", ".join("ISO 8601" if form == ISO else f"`{form}`" for form in export.timestamps)
    return f"{zone}. Forms: {forms}; a time with an offset is read by its offset."


def _rows(export: ExportFormat) -> list[str]:
    """Which rows are taken, in words."""
    rules = []
    for rule in export.rows:
        words = " or ".join(f"`{word}`" if word else "empty" for word in rule.words)
        said = f"matches `{rule.matches}`" if rule.matches is not None else f"is {'' if rule.wanted else 'not '}{words}"
        rules.append(f"`{rule.column}` {said}")
    rules += ["the field that changed is one of those below"] if export.sets_aside_other_fields else []
    return [f"- **Rows taken:** those where {' and '.join(rules)}; the others are counted as folded."] if rules else []


def _words(export: ExportFormat) -> list[str]:
    """The export's own words and what they mean."""
    told: dict[str, list[str]] = {}
    for word, status in export.statuses.items():
        told.setdefault(f"status {status.value}", []).append(word)
    for field, words in (("priority", export.priorities), ("tier", export.tiers)):
        for word, means in words.items():
            told.setdefault(f"{field} {means}", []).append(word)
    for word, outcome in export.verdicts.items():
        told.setdefault(f"verdict {outcome.value}", []).append(word)
    for word, field in export.changing.items():
        told.setdefault(f"change of {field}", []).append(word)
    for word, level in export.levels.items():
        told.setdefault(f"level {level}", []).append(word)
    if not told:
        return []
    lines = [f"| {kind} | {_cell(', '.join(words))} |" for kind, words in told.items()]
    return ["", "| meaning | words of the export |", "|---|---|", *lines]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(formats_page(), encoding="utf-8")
