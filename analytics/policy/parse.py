"""From the text of a policy file to a Policy, or to a refusal that names all that is wrong with it (P1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.business_time import Calendar
from analytics.errors import PolicyRefused
from analytics.policy.calendar_section import StatedCalendar, read_calendar, read_zone
from analytics.policy.document import read_document, read_text, refusal
from analytics.policy.policy import AT_RISK_SHARE, Policy, Tier
from analytics.policy.ready_calendar import day_seconds, ready
from analytics.policy.resolved import identified
from analytics.policy.section import Problems, Section
from analytics.policy.share import read_share
from analytics.policy.tier_section import Surroundings, read_tier
from analytics.policy.word_sections import named_sections, not_shared, read_channels, read_exclusions, read_priorities, spellings
from analytics.vocabulary import Landing, Reading

POLICY_KEYS = (
    "name", "version", "effective_from", "reporting_zone", "business_day_reading", "landing", "count_uncovered_channels", "at_risk_share",
    "priorities", "channels", "exclusions", "calendars", "tiers",
)  # fmt: skip
DEFAULT_REPORTING_ZONE = "America/Chicago"
SHIPPED_CALENDARS = Path(__file__).resolve().parents[2] / "data" / "calendars"
_CALENDAR_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.toml")


def read_policy(path: Path) -> Policy:
    """The policy of a file, with the calendars beside it (`calendars/*.toml`) and the shipped ones. Raises PolicyRefused."""
    return parse_policy(read_text(path), path.name, calendar_texts(SHIPPED_CALENDARS, path.parent / "calendars"))


def calendar_texts(*folders: Path) -> dict[str, str]:
    """Calendar name → TOML text of the files NAME.toml of these folders; a later folder wins. Raises PolicyRefused."""
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    return {path.stem: read_text(path) for path in files if _CALENDAR_FILE.fullmatch(path.name)}


def parse_policy(text: str, file: str, calendars: Mapping[str, str] | None = None) -> Policy:
    """The policy of a TOML text. `file` is the name used in messages.

    `calendars`: calendar name → TOML text, for the calendars that the policy names and does not hold; None: the shipped ones.
    Raises PolicyRefused, whose `problems` are all that is wrong.
    """
    top = Section(read_document(text, file), "", Problems(file, []))
    top.only(POLICY_KEYS)
    files = calendar_texts(SHIPPED_CALENDARS) if calendars is None else calendars
    offered = _Calendars.read(top, files)
    policy = _policy(top, offered, text)
    if top.problems.noted or policy is None:
        raise refusal(file, top.problems.noted)
    return policy


def _policy(top: Section, offered: _Calendars, text: str) -> Policy | None:
    name = top.text("name", missing="write what the policy is called, in quotes")
    version = top.text("version", missing='write a label for this version, for example "2026-1"')
    zone = read_zone(top, "reporting_zone") or DEFAULT_REPORTING_ZONE
    effective_from = _effective_from(top)
    counts_uncovered = top.yes("count_uncovered_channels", True)
    at_risk_share = _at_risk_share(top)
    priorities = read_priorities(top.section("priorities"))
    channels = read_channels(top.section("channels"))
    exclusions = read_exclusions(top.section("exclusions"))
    tiers = _tiers(top, tuple(priority.name for priority in priorities), offered)
    if top.problems.noted or name is None or version is None:
        return None
    used = [calendar for calendar in offered.stated if calendar in offered.inline or calendar in _named_by(tiers)]
    return identified(
        Policy(
            name, version, effective_from, zone, counts_uncovered, priorities, tiers, channels, exclusions,
            calendars={calendar: offered.ready[calendar] for calendar in used},
            stated={calendar: {"title": offered.stated[calendar].title, **offered.stated[calendar].mapping} for calendar in used},
            toml=text, sha256="", at_risk_share=at_risk_share,
        )
    )  # fmt: skip


def _effective_from(top: Section) -> date | None:
    day = top.day("effective_from")
    if day is not None and not date(1900, 1, 1) <= day < date(2200, 1, 1):
        top.note("effective_from", f"{day.isoformat()} is out of reach", "write a day between 1900 and 2200, or leave the line out")
        return None
    return day


def _at_risk_share(top: Section) -> float:
    if "at_risk_share" not in top.table:
        return AT_RISK_SHARE
    share = read_share(top, "at_risk_share", 'write the share of the target that is left, "25 %" or 0.25; 0 for none', zero=True)
    return AT_RISK_SHARE if share is None else share


def _named_by(tiers: Iterable[Tier]) -> set[str]:
    return {name for tier in tiers for name in (tier.calendar, *(target.calendar for target in tier.targets.values()))}


def _tiers(top: Section, priorities: tuple[str, ...], offered: _Calendars) -> tuple[Tier, ...]:
    around = Surroundings(
        priorities=priorities,
        reading=Reading(top.word("business_day_reading", Reading, Reading.ELAPSED)),
        landing=Landing(top.word("landing", Landing, Landing.CLOSING)),
        day_seconds=offered.day_seconds(),
        refused=frozenset(offered.names) - frozenset(offered.ready),
    )
    section = top.section("tiers")
    tiers = []
    for name, below in named_sections(section, "Standard").items():
        tiers.append(read_tier(name, spellings(name, below, "also_called"), below, around))
    not_shared(section, {tier.name: tier.values for tier in tiers})
    return tuple(tiers)


@dataclass(frozen=True)
class _Calendars:
    """The calendars a policy may name. `names`: all, also refused ones, so that a fault is reported once and not where it is named."""

    names: tuple[str, ...]
    inline: frozenset[str]
    stated: Mapping[str, StatedCalendar]
    ready: Mapping[str, Calendar]

    @classmethod
    def read(cls, top: Section, files: Mapping[str, str]) -> _Calendars:
        """The policy's own `[calendars.NAME]`, and of the files those that a tier names."""
        inline = top.section("calendars").sections()
        wanted = _named_in(top.table.get("tiers"))
        stated: dict[str, StatedCalendar] = {}
        calendars: dict[str, Calendar] = {}
        for name in (*inline, *(file for file in files if file in wanted and file not in inline)):
            section = inline[name] if name in inline else _file_section(name, files[name], top.problems)
            read = read_calendar(name, section) if section is not None else None
            built = ready(read, section) if read is not None and section is not None else None
            if read is not None and built is not None:
                stated[name], calendars[name] = read, built
        return cls((*inline, *(name for name in files if name not in inline)), frozenset(inline), stated, calendars)

    def day_seconds(self) -> dict[str, int | None]:
        return {name: day_seconds(self.ready[name]) if name in self.ready else None for name in self.names}


def _file_section(name: str, text: str, problems: Problems) -> Section | None:
    """A calendar file as a section; its problems go on the policy's list under the file's own name."""
    try:
        return Section(read_document(text, f"{name}.toml"), "", Problems(f"{name}.toml", problems.noted))
    except PolicyRefused as refused:
        problems.noted.extend(refused.problems)
        return None


def _named_in(value: Any) -> set[str]:
    """Every text that stands under a key `calendar`, however deep (the document is at most 16 deep)."""
    if not isinstance(value, dict):
        return set()
    own = {value["calendar"].strip()} if isinstance(value.get("calendar"), str) else set()
    return own.union(*(_named_in(below) for below in value.values()))
