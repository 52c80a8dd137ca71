"""A policy in plain sentences, as a manager would read it out."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.policy.policy import Policy, Tier
from analytics.policy.target import Target, spoken
from analytics.policy.weekly_words import hours_words
from analytics.vocabulary import Clock, Landing, Reading

_CLOCKS = {Clock.FIRST_RESPONSE: "first response", Clock.RESOLUTION: "resolution"}
_READINGS = {
    Reading.ELAPSED: "as many hours as the support day has, counted from receipt or the next opening",
    Reading.CLOSE_OF_DAY_RECEIVED: "until the close of the business day after the one it was received on",
    Reading.CLOSE_OF_DAY_OPENED: "until the close of the business day after the one it was taken up on",
}


def describe(policy: Policy) -> list[str]:
    """Sentences, the same for the same policy: what holds from when, per tier its targets, hours, ladder and goals, what is covered."""
    sentences = [_in_force(policy), f"Days and months on charts are those of {policy.reporting_zone}."]
    sentences += [f"Priority {priority.name}: {_sentence(priority.meaning)}" for priority in policy.priorities if priority.meaning]
    for tier in policy.tiers:
        sentences += [*_targets(policy, tier), _ladder(tier), _goals(tier)]
    sentences += _readings(policy)
    sentences.append(f"A running clock is at risk when less than {policy.at_risk_share * 100:g} % of its target is left.")
    sentences += [_channels(policy), *_exclusions(policy), *_also_called(policy)]
    return sentences


def _in_force(policy: Policy) -> str:
    if policy.effective_from is None:
        return f"{policy.name}, version {policy.version_label}: in force from the beginning."
    day = policy.effective_from
    return f"{policy.name}, version {policy.version_label}: in force from {day.isoformat()}, 00:00 in {policy.reporting_zone}."


def _targets(policy: Policy, tier: Tier) -> list[str]:
    """One sentence for each clock and calendar; it names the priorities only where they differ."""
    sentences = []
    for clock in Clock:
        targets = {priority.name: tier.targets[priority.name, clock] for priority in policy.priorities}
        calendars = dict.fromkeys(target.calendar for target in targets.values() if target.is_stated)
        for calendar in calendars:
            stated = {name: target for name, target in targets.items() if target.is_stated and target.calendar == calendar}
            hours = hours_words(policy.stated[calendar], policy.calendars[calendar])
            sentences.append(f"{tier.name}: {_CLOCKS[clock]} within {_lengths(stated, len(targets))}{hours}.")
        without = [name for name, target in targets.items() if not target.is_stated]
        if without:
            whom = f" for {' and '.join(without)}" if len(without) < len(targets) else ""
            sentences.append(f"{tier.name}: {_CLOCKS[clock]} has no target{whom}.")
    return sentences


def _lengths(targets: Mapping[str, Target], priorities: int) -> str:
    """"1 business day (9 h)", or "2 hours (Critical), 4 hours (High and Medium)" where a target is not for all priorities."""
    names_by_length: dict[str, list[str]] = {}
    for name, target in targets.items():
        worth = f" = {spoken(target.seconds)}" if target.days is not None and target.seconds is not None else ""
        names_by_length.setdefault(f"{target.text}{worth}", []).append(name)
    if len(names_by_length) == 1 and len(targets) == priorities:
        length, _, worth = next(iter(names_by_length)).partition(" = ")
        return f"{length} ({worth})" if worth else length
    return ", ".join(f"{length} ({' and '.join(names)})" for length, names in names_by_length.items())


def _ladder(tier: Tier) -> str:
    if not tier.ladder:
        return f"{tier.name} has no escalation ladder."
    rungs = [f"{level.level} {level.name}" + (f" after {level.escalate_after}" if level.escalate_after else "") for level in tier.ladder]
    untimed = "" if any(level.escalate_after for level in tier.ladder) else "; no times are given"
    return f"{tier.name} escalates to {', '.join(rungs)}{untimed}."


def _goals(tier: Tier) -> str:
    if not tier.attainment_goals:
        return f"{tier.name} states no attainment goal."
    goals = [f"{goal * 100:g} % of {_CLOCKS[clock]} targets met" for clock, goal in tier.attainment_goals.items()]
    return f"{tier.name} aims at {' and '.join(goals)}."


def _readings(policy: Policy) -> list[str]:
    """The settings a number depends on, each once, where a target depends on it."""
    targets = [target for tier in policy.tiers for target in tier.targets.values() if target.is_stated]
    readings = {target.reading for target in targets if target.days is not None}
    sentences = [f"One business day means: {_READINGS[reading]} ({reading})." for reading in Reading if reading in readings]
    if any(target.landing is Landing.NEXT_OPENING for target in targets):
        sentences.append("A target that runs out at closing time is due at the next opening where it says next_opening.")
    return sentences


def _channels(policy: Policy) -> str:
    covered = ", ".join(channel.name for channel in policy.channels) or "none"
    others = "count, and are flagged" if policy.counts_uncovered_channels else "do not count"
    return f"Channels covered: {covered}. Tickets from other channels {others}."


def _exclusions(policy: Policy) -> list[str]:
    return [f"Outside every rate: {_sentence(exclusion.title)}" for exclusion in policy.exclusions]


def _also_called(policy: Policy) -> list[str]:
    named = [(f"Tier {tier.name}", tier.values) for tier in policy.tiers]
    named += [(f"Priority {priority.name}", priority.values) for priority in policy.priorities]
    named += [(f"Channel {channel.name}", channel.values) for channel in policy.channels]
    return [f"{name} is also called {', '.join(values[1:])}." for name, values in named if len(values) > 1]


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
