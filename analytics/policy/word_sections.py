"""The words of a policy and the export values that mean them: priorities, channels, exclusions (P1, P4, P5, P6).

Only the same word maps, with upper and lower case and outer blanks put aside; every other spelling must be written down.
"""

from __future__ import annotations

from analytics.policy.policy import Channel, Exclusion, Priority
from analytics.policy.section import Section
from analytics.warehouse.database import lowered

WORDS_NEEDED = "write one table for each, for example [{path}.{example}]"


def read_priorities(section: Section) -> tuple[Priority, ...]:
    """The priorities in the order written; at least one."""
    read = []
    for name, below in named_sections(section, "High").items():
        below.only(("meaning", "also_called"))
        read.append(Priority(name, below.text("meaning"), spellings(name, below, "also_called")))
    not_shared(section, {priority.name: priority.values for priority in read})
    return tuple(read)


def read_channels(section: Section) -> tuple[Channel, ...]:
    """The channels covered; none stated: none covered."""
    read = []
    for name, below in section.sections().items():
        below.only(("also_called",))
        read.append(Channel(name, spellings(name, below, "also_called")))
    not_shared(section, {channel.name: channel.values for channel in read})
    return tuple(read)


def read_exclusions(section: Section) -> tuple[Exclusion, ...]:
    """The reasons that take a ticket out of every rate; none stated: nothing is excluded."""
    read = []
    for reason, below in section.sections().items():
        below.only(("title", "values"))
        title = below.text("title", missing="write what this reason is, in quotes") or reason
        read.append(Exclusion(reason, title, spellings(reason, below, "values")))
    not_shared(section, {exclusion.reason: exclusion.values for exclusion in read})
    return tuple(read)


def named_sections(section: Section, example: str) -> dict[str, Section]:
    """Tables by name, at least one."""
    found = section.sections()
    if not found:
        section.note("", "none is stated", WORDS_NEEDED.format(path=section.path, example=example))
    return found


def spellings(name: str, section: Section, key: str) -> tuple[str, ...]:
    """The name itself and the other words an export may have for it, each once."""
    words: dict[str, str] = {}
    for word in (name, *section.texts(key)):
        words.setdefault(lowered(word), word)
    return tuple(words.values())


def not_shared(section: Section, values: dict[str, tuple[str, ...]]) -> None:
    """No word of an export may mean two things."""
    holder: dict[str, str] = {}
    for name, words in values.items():
        for word in words:
            other = holder.setdefault(lowered(word), name)
            if other != name:
                section.note(name, f'"{word}" already means {other}', "every word of an export means one thing only")
