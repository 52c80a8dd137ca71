"""Opening times as written in a policy: lists of ["08:00", "17:00"] for a weekday or a date (C1)."""

from __future__ import annotations

from analytics.business_time.hours import clock_text, seconds_of_day
from analytics.business_time.rules.weekly_hours import WEEKDAYS
from analytics.policy.section import Section, shown

MAX_WINDOWS = 24
_WINDOWS = 'write [["08:00", "17:00"]], or [] where it is closed'

__all__ = ["WEEKDAYS", "Windows", "read_closing", "read_windows"]

Windows = list[list[str]]


def read_windows(section: Section, name: str) -> Windows | None:
    """The windows under one key, as ["HH:MM", "HH:MM"] pairs; None, with the problem noted, where they cannot be read."""
    value = section.table.get(name)
    if not isinstance(value, list):
        section.note(name, f"{shown(value)} is not a list of opening times", _WINDOWS)
        return None
    if len(value) == 2 and not any(isinstance(v, list) for v in value):
        section.note(name, f"{shown(value)} lacks a pair of brackets", _WINDOWS, f"[{shown(value)}]")
        return None
    if len(value) > MAX_WINDOWS:
        section.note(name, f"{len(value)} opening times", f"at most {MAX_WINDOWS} for one day")
        return None
    windows = [_window(section, name, window) for window in value]
    return [window for window in windows if window is not None] if all(windows) else None


def _window(section: Section, name: str, value: object) -> list[str] | None:
    if not isinstance(value, list) or len(value) != 2:
        section.note(name, f"{shown(value)} is not one opening and one closing time", 'write ["08:00", "17:00"]')
        return None
    opens, closes = (_clock_time(v) for v in value)
    for read, written in ((opens, value[0]), (closes, value[1])):
        if read is None:
            section.note(name, f"{shown(written)} is not a time of day", 'write "08:00", or "24:00" for the end of the day')
    if opens == "24:00":
        section.note(name, '"24:00" is the end of a day and cannot open one', 'write "00:00" on the day after')
        return None
    return [opens, closes] if opens and closes else None


def read_closing(section: Section, name: str) -> str | None:
    """One time of day, the close of a half day."""
    read = _clock_time(section.table.get(name))
    if read is None:
        section.note(name, f"{shown(section.table.get(name))} is not a time of day", 'write for example "12:00"')
    return read


def _clock_time(value: object) -> str | None:
    """HH:MM or HH:MM:SS in full, from a text or TOML's own time of day; None where it is neither."""
    second = seconds_of_day(value)
    return None if second is None else clock_text(second)
