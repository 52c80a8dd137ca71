"""A TOML document from outside: refused before it is parsed where it is too large or too deep, else read with its syntax errors placed.

A small TOML file can cost seconds and gigabytes (a key of 50,000 dots) or end the parser (brackets in brackets), so size and
depth are measured first, in one pass over the characters.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from analytics.errors import PolicyRefused, Problem

MAX_TOML_BYTES = 64 * 1024
MAX_KEY_PARTS = 16
MAX_NESTING = 16

# One lexical piece of TOML: strings and comments are passed over whole, so that dots and brackets inside them do not count.
_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z)'  # an unclosed string runs to the end, so that no text is passed over twice
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*(?:"|(?=\n)|\Z)'
    r"|'[^'\n]*(?:'|(?=\n)|\Z)"
    r"|#[^\n]*"
    r"|[^\"'#]",
    re.DOTALL,
)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_document(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text. `file` is the name used in messages. Raises PolicyRefused: too large, too deep, or not TOML."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    problem = _size_problem(text, file) or _depth_problem(text, file)
    if problem is None:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            problem = _syntax_problem(str(fault), text, file)
        except (ValueError, RecursionError, OverflowError):
            # Numbers of thousands of digits and the like: the parser gives up without naming a place.
            problem = Problem(file, "", "a value that cannot be read", "numbers are at most 18 digits long")
    raise refusal(file, [problem])


def read_text(path: Path) -> str:
    """The text of a TOML file, read no further than its limit. Raises PolicyRefused: not there, not UTF-8, too large."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_TOML_BYTES + 1)
    except OSError as fault:
        raise refusal(path.name, [Problem(path.name, "", f"the file cannot be read ({fault.strerror})", "give a readable file")]) from None
    if len(raw) > MAX_TOML_BYTES:
        raise refusal(path.name, [_too_large(path.name, path.stat().st_size)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise refusal(path.name, [Problem(path.name, f"line {line}", "a character that is not UTF-8", "save the file as UTF-8")]) from None


def refusal(file: str, problems: list[Problem]) -> PolicyRefused:
    """One refusal for all problems of a file."""
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    lines = "\n    ".join(str(problem) for problem in problems)
    return PolicyRefused(f"{file} is not a valid policy", f"{count}\n    {lines}", "mend the lines named and check again", problems)


def _too_large(file: str, size: int) -> Problem:
    return Problem(file, "", f"{size:,} bytes of TOML", f"at most {MAX_TOML_BYTES:,} bytes are read")


def _size_problem(text: str, file: str) -> Problem | None:
    size = len(text.encode("utf-8", "surrogatepass"))
    return _too_large(file, size) if size > MAX_TOML_BYTES else None


def _depth_problem(text: str, file: str) -> Problem | None:
    """The first key of too many parts, or brackets nested too deep. Linear in the length of the text."""
    dots = nesting = 0
    line = 1
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece == ".":
            dots += 1
        elif piece in "[{":
            nesting, dots = nesting + 1, 0
        elif piece in "]}":
            nesting, dots = max(nesting - 1, 0), 0
        elif piece in "=,\n":
            dots = 0
        if dots >= MAX_KEY_PARTS:
            return Problem(file, f"line {line}", f"a key of more than {MAX_KEY_PARTS} parts", f"keys have at most {MAX_KEY_PARTS} parts")
        if nesting > MAX_NESTING:
            return Problem(file, f"line {line}", f"brackets nested more than {MAX_NESTING} deep", f"at most {MAX_NESTING} deep")
        line += piece.count("\n")
    return None


def _syntax_problem(message: str, text: str, file: str) -> Problem:
    place = _PLACE.search(message)
    what = message[: place.start()] if place else message
    line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
    written = text.split("\n")[line - 1].strip()[:80] if line <= text.count("\n") + 1 else ""
    return Problem(file, f"line {line}", f"this is not TOML ({what[0].lower()}{what[1:]})", f"the line reads: {written}")
