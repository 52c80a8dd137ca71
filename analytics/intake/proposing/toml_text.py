"""Plain values as TOML text: what a format file holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def toml_text(keys: Mapping[str, Any]) -> str:
    """Keys of a format as TOML: plain ones first, then tables, then lists of tables."""
    lines = [f"{_key(name)} = {_value(value)}" for name, value in keys.items() if not _is_table(value) and not _are_tables(value)]
    for name, value in keys.items():
        if _is_table(value):
            lines += ["", f"[{_key(name)}]", *(f"{_key(inner)} = {_value(one)}" for inner, one in value.items())]
        elif _are_tables(value):
            for one in value:
                lines += ["", f"[[{_key(name)}]]", *(f"{_key(inner)} = {_value(each)}" for inner, each in one.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value)


def _text(word: str) -> str:
    """JSON's way of writing a string is TOML's, but for the delete sign."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")
