"""A way of reading a file, kept as a format of the company: recognised next time before any that is shipped."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.errors import FormatRefused
from analytics.intake.export_format import formats_in, read_format
from analytics.intake.fields import canonical_name
from analytics.intake.options import LoadOptions
from analytics.intake.proposing.toml_text import toml_text
from analytics.operations.building import SHIPPED_FORMATS

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def save_format(home: Path, name: str, findings: Mapping[str, Any], options: LoadOptions) -> dict[str, Any]:
    """Write <home>/formats/<name>.toml from the findings on a file and the options they were made with: zone, forms, words.

    Returns {name, replaced, toml}. Raises FormatRefused where the name is none, or the file still leaves open what a load needs.
    """
    if not _NAME.fullmatch(name):
        raise FormatRefused(f"{name!r} is no name for a format", repr(name), "small letters, digits, - and _, such as our_helpdesk")
    open_questions = [one for one in (findings.get("proposal") or {}).get("questions", []) if one["is_needed"]]
    if open_questions or (not findings.get("format") and not findings.get("proposal")):
        found = "; ".join(f"{one['about']}: {one['why']}" for one in open_questions) or "the file cannot be read with these options"
        raise FormatRefused("a format cannot be kept while it leaves open what a load needs", found, "say it with the options of inspect")
    text = toml_text(_of_proposal(name, findings, options) if findings.get("proposal") else _on_top(name, findings, options))
    folder = home / "formats"
    folder.mkdir(parents=True, exist_ok=True)
    path, draft = folder / f"{name}.toml", folder / f".{name}.toml.next"
    draft.write_text(text, encoding="utf-8")
    try:
        known = {format_name: one for format_name, one in formats_in(SHIPPED_FORMATS, folder).items() if format_name != name}
        read_format(draft, known)
    except FormatRefused:
        draft.unlink()
        raise
    replaced = path.exists()
    draft.replace(path)
    return {"name": name, "replaced": replaced, "toml": text}


def _of_proposal(name: str, findings: Mapping[str, Any], options: LoadOptions) -> dict[str, Any]:
    """The proposal with what was said by hand. Its marks are the columns it maps: without one of them it is another layout."""
    keys = tomllib.loads(findings["proposal"]["toml"])
    keys["title"] = name.replace("_", " ")
    columns = {source if isinstance(source, str) else source.get("column") for source in keys["columns"].values()}
    keys["recognised_by"] = [column["name"] for column in findings["columns"] if column["name"] in columns]
    if findings.get("delimiter") and len(findings["delimiter"]) == 1:
        keys["delimiter"] = findings["delimiter"]
    return _with_options(keys, findings, options)


def _on_top(name: str, findings: Mapping[str, Any], options: LoadOptions) -> dict[str, Any]:
    """A known format with the columns said by hand on top of its own."""
    columns = {canonical_name(word) or word: column for word, column in options.mapping.items()}
    keys: dict[str, Any] = {"title": name.replace("_", " "), "based_on": findings["format"]["name"], "columns": columns}
    if options.timestamps:
        keys["timestamps"] = list(options.timestamps)
    return _with_options(keys, findings, options)


def _with_options(keys: dict[str, Any], findings: Mapping[str, Any], options: LoadOptions) -> dict[str, Any]:
    constants = {canonical_name(word) or word: {"constant": value} for word, value in options.constants.items()}
    keys["columns"] = {**keys.get("columns", {}), **constants}
    for field, table in (("status", "statuses"), ("priority", "priorities"), ("tier", "tiers")):
        if options.words and field in options.words:
            keys[table] = findings["words"][field]["means"]
    if options.timezone:
        keys["timezone"] = options.timezone
    if options.source:
        keys["product"] = options.source
    if not keys["columns"]:
        del keys["columns"]
    return keys
