"""Three versions of a hostile policy: every reading and landing, on calendars that are split, overnight, round the clock and odd."""

from __future__ import annotations

from pathlib import Path

from analytics.policy.parse import read_policy
from analytics.policy.policy import Policy

CALENDARS = """
[calendars.office]
title = "Chicago office"
tz = "America/Chicago"
[calendars.office.weekly]
mon = [["08:00", "17:00"]]
tue = [["08:00", "17:00"]]
wed = [["08:00", "17:00"]]
thu = [["08:00", "17:00"]]
fri = [["08:00", "17:00"]]
[calendars.office.public_holidays]
country = "US"
observed = true
[calendars.office.closed_days]
2024-11-29 = "Day after Thanksgiving"
[calendars.office.dates]
2024-12-24 = [["08:00", "12:00"]]
2024-07-06 = [["10:00", "14:00"]]

[calendars.split]
title = "Berlin, closed at noon"
tz = "Europe/Berlin"
business_day = "8 hours"
[calendars.split.weekly]
mon = [["08:30", "12:30"], ["13:00", "17:30"]]
tue = [["08:30", "12:30"], ["13:00", "17:30"]]
wed = [["08:30", "12:30"], ["13:00", "17:30"]]
thu = [["08:30", "12:30"], ["13:00", "17:30"]]
fri = [["08:30", "14:30"]]
[calendars.split.public_holidays]
country = "DE"
subdivision = "BE"
[calendars.split.breaks]
2024-06-12 = [["14:00", "17:30"]]
2024-06-13 = [["10:00", "11:00"]]

[calendars.night]
title = "Every night, also those on which clocks change"
tz = "America/Chicago"
[calendars.night.weekly]
mon = [["22:00", "06:00"]]
tue = [["22:00", "06:00"]]
wed = [["22:00", "06:00"]]
thu = [["22:00", "06:00"]]
fri = [["22:00", "06:00"]]
sat = [["22:00", "06:00"]]
sun = [["22:00", "06:00"]]
[calendars.night.closed_days]
2024-07-04 = "closed"
2024-12-25 = "closed"

[calendars.always]
title = "Round the clock"
tz = "America/Chicago"
[calendars.always.weekly]
mon = [["00:00", "24:00"]]
tue = [["00:00", "24:00"]]
wed = [["00:00", "24:00"]]
thu = [["00:00", "24:00"]]
fri = [["00:00", "24:00"]]
sat = [["00:00", "24:00"]]
sun = [["00:00", "24:00"]]

[calendars.island]
title = "An island where clocks change by half an hour; opens and closes inside the change"
tz = "Australia/Lord_Howe"
[calendars.island.weekly]
sat = [["01:45", "02:15"], ["09:00", "16:30"]]
sun = [["01:45", "02:15"], ["09:00", "16:30"]]
tue = [["01:45", "02:15"], ["09:00", "16:30"]]
wed = [["01:45", "02:15"], ["09:00", "16:30"]]
"""

LADDER = """
[[tiers.{tier}.ladder]]
level = 1
name = "Lead"
{first}
[[tiers.{tier}.ladder]]
level = 2
name = "Manager"
{second}
[[tiers.{tier}.ladder]]
level = 3
name = "Board"
"""

RECEIVED, OPENED, LATE = "close_of_day_received", "close_of_day_opened", "next_opening"
# tier: (calendar, spellings, ladder), then (first response, resolution) for High, Medium, Low; a manner after the bar where not the tier's.
Tiers = dict[str, tuple[str, list[str], bool, list[tuple[str, str]]]]
FIRST: Tiers = {
    "Standard": ("office", ["Basic"], False, [("4 hours", "9 hours"), ("1 business day", "3 business days"), ("9 hours", "no_target")]),
    "Enterprise": ("always", ["Gold"], True, [
        ("30 minutes", "8 hours"), ("2 hours", "1 business day"), ("9 hours|office", "40 hours|split")]),
    "Night": ("night", [], True, [("8 hours", "16 hours"), ("1 business day", "2 business days"), ("no_target", "20 hours")]),
    "Split": ("split", [], False, [("4 hours", "8.5 hours"), ("1 business day", "2 business days"), ("30 minutes", "6 hours")]),
    "Island": ("island", [], False, [("8 hours", "16 hours"), ("30 minutes", "1 business day"), ("1 business day", "5 business days")]),
}  # fmt: skip
SECOND: Tiers = {
    "Standard": ("office", ["Basic", "Gold"], True, [
        (f"1 business day||{RECEIVED}", f"3 business days||{RECEIVED}"), (f"1 business day||{OPENED}", f"2 business days||{OPENED}"),
        (f"1 business day||elapsed|{LATE}", f"18 hours||elapsed|{LATE}")]),
    "Enterprise": ("always", [], True, [
        (f"1 business day||{RECEIVED}|{LATE}", f"2 business days||{OPENED}"), ("30 minutes", f"4 hours|office||{LATE}"),
        ("no_target", f"1 business day|office|{RECEIVED}")]),
    "Night": ("night", ["Nachts"], False, [
        (f"1 business day||{RECEIVED}", f"2 business days||{RECEIVED}"), (f"1 business day||{OPENED}", f"1 business day||{OPENED}"),
        (f"8 hours|||{LATE}", f"16 hours|||{LATE}")]),
    "Split": ("split", [], False, [
        (f"1 business day||{RECEIVED}|{LATE}", f"2 business days||{RECEIVED}"),
        (f"1 business day||{OPENED}|{LATE}", f"3 business days||{OPENED}"),
        (f"4 hours|||{LATE}", f"8.5 hours|||{LATE}")]),
    "Island": ("island", [], False, [
        (f"1 business day||{RECEIVED}", f"2 business days||{OPENED}|{LATE}"), (f"8 hours|||{LATE}", f"16 hours|||{LATE}"),
        ("10 minutes", "no_target")]),
}  # fmt: skip
THIRD: Tiers = {
    "Standard": ("split", ["Basic"], True, [
        ("4 hours|office", "1 business day|night"), (f"2 business days||{OPENED}", "no_target"),
        ("no_target", f"5 business days||{RECEIVED}")]),
    "Enterprise": ("always", ["Gold", "Island"], False, [
        ("15 minutes", "4 hours"), (f"3 business days||{OPENED}", f"1 business day||{RECEIVED}"), ("24 hours", "72 hours")]),
    "Night": ("night", [], True, [
        ("30 minutes", f"2 business days||{OPENED}"), ("8 hours", f"8 hours|||{LATE}"), (f"3 business days||{RECEIVED}", "no_target")]),
}  # fmt: skip


def write_policies(folder: Path) -> list[Path]:
    """The three files; from the beginning, from May, and from mid-September 2024 in another reporting zone."""
    later = [f'escalate_after = "{hours} hours"' for hours in (4, 9, 18)]
    texts = [
        _policy("1", "", "America/Chicago", True, FIRST, ["third_party"]),
        _policy("2", "effective_from = 2024-05-01", "America/Chicago", False, SECOND, ["third_party", "customer_change"],
                'at_risk_share = "60 %"', (later[0], later[2])),
        _policy("3", "effective_from = 2024-09-15", "Europe/Berlin", True, THIRD, ["customer_change"],
                "at_risk_share = 0.5", ("", later[1])),
    ]
    files = []
    for number, text in enumerate(texts, start=1):
        file = folder / f"policy-{number}.toml"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


def read_policies(files: list[Path]) -> list[Policy]:
    return [read_policy(file) for file in files]


def _policy(
    label: str, effective: str, zone: str, counts: bool, tiers: Tiers, excluded: list[str],
    at_risk: str = "", after: tuple[str, str] = ("", ""),
) -> str:  # fmt: skip
    parts = [f'name = "Hostile"\nversion = "{label}"\n{effective}\nreporting_zone = "{zone}"']
    parts[0] += f"\n{at_risk}\ncount_uncovered_channels = {str(counts).lower()}"
    parts += [f'[priorities.{name}]\nalso_called = ["{also}"]' for name, also in (("High", "P1"), ("Medium", "P2"), ("Low", f"P{label}x"))]
    parts.append('[channels.email]\nalso_called = ["Mail"]')
    parts += [f'[exclusions.{reason}]\ntitle = "{reason}"\nvalues = ["{reason}"]' for reason in excluded]
    for tier, (calendar, also, ladder, targets) in tiers.items():
        parts.append(f'[tiers.{tier}]\ncalendar = "{calendar}"\nalso_called = {also}'.replace("'", '"'))
        for place, clock in enumerate(("first_response", "resolution")):
            lines = [f"{p} = {_target(pair[place])}" for p, pair in zip(("High", "Medium", "Low"), targets, strict=True)]
            parts.append("\n".join([f"[tiers.{tier}.{clock}]", *lines]))
        if ladder:
            parts.append(LADDER.format(tier=tier, first=after[0], second=after[1]))
    return "\n\n".join([*parts, CALENDARS])


def _target(written: str) -> str:
    keys = ("target", "calendar", "business_day_reading", "landing")
    stated = [f'{key} = "{value}"' for key, value in zip(keys, written.split("|"), strict=False) if value]
    return "{ " + ", ".join(stated) + " }"
