"""Which columns may be which field: the header's word for it, held against the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.intake.proposing.evidence import Evidence
from analytics.intake.proposing.field_rules import DATED, EMAIL, FEW, ID, INSTANT, SPAN, TEXT, matches
from analytics.intake.spans import DURATION, UNITS

SURE = 0.7
"""From here on a field is mapped without a question."""
CLEAR = 0.05
"""Two columns closer than this are not told apart by their headers."""


@dataclass(frozen=True)
class Candidate:
    """A column for a field. `unit` where it is a span; `reason` in words."""

    field: str
    column: str
    confidence: float
    reason: str
    kind: str
    unit: str | None = None


def candidates(evidence: Evidence) -> dict[str, list[Candidate]]:
    """Field -> its candidates, the surest first."""
    found: dict[tuple[str, str], Candidate] = {}
    for name, reading in evidence.headers.items():
        for rule, confidence in matches(reading):
            fit = _fit(evidence, name, rule.kind)
            if fit is None:
                continue
            says = f"the header says {_in_words(rule.field)}" + (", with a word that is not known" if reading.unknown else "")
            unit = _unit(evidence, name) if rule.kind == SPAN else None
            kind = INSTANT if rule.kind == DATED else rule.kind
            made = Candidate(rule.field, name, round(confidence, 2), f"{says}; {fit}", kind, unit)
            before = found.get((rule.field, name))
            if before is None or before.confidence < made.confidence:
                found[rule.field, name] = made
    by_field: dict[str, list[Candidate]] = {}
    for one in found.values():
        by_field.setdefault(one.field, []).append(one)
    return {field: sorted(ones, key=lambda c: -c.confidence) for field, ones in by_field.items()}


def _in_words(field: str) -> str:
    return field.removesuffix("_at").replace("_", " ")


def _fit(evidence: Evidence, name: str, kind: str) -> str | None:
    """Why the values fit this kind; None where they do not."""
    profile, is_instant = evidence.profiles[name], name in evidence.forms
    if not profile.filled:
        return None
    is_number_only = is_instant and evidence.forms[name].is_number
    if kind == INSTANT:
        return _instants(evidence, name) if is_instant else None
    if kind == DATED:
        return _instants(evidence, name) if is_instant and not is_number_only else None
    if kind == SPAN:
        return _spans(evidence, name) if not is_instant or is_number_only else None
    if is_instant and not is_number_only:
        return None
    if kind == ID:
        is_id = profile.filled >= 0.999 * profile.rows and profile.mean_length <= 60 and profile.distinct > min(1, profile.rows - 1)
        return f"every row has one, {profile.distinct:,} different" if is_id else None
    if kind == EMAIL:
        return "e-mail addresses" if profile.emails >= 0.8 * profile.filled else None
    if kind == FEW:
        is_few = profile.distinct <= 60 or profile.distinct <= 0.2 * profile.filled
        recurs = profile.rows < 30 or profile.distinct <= 0.5 * profile.filled or profile.distinct <= 3
        is_few = is_few and profile.longest <= 120 and recurs
        return f"{profile.distinct:,} different values that recur" if is_few else None
    if kind == TEXT:
        return f"{profile.distinct:,} different values" if profile.longest <= 300 else None
    return None


def _instants(evidence: Evidence, name: str) -> str:
    forms = evidence.forms[name]
    return f"{forms.read:,} of {forms.filled:,} values are timestamps ({forms.reason})"


def _spans(evidence: Evidence, name: str) -> str | None:
    unit = _unit(evidence, name)
    profile = evidence.profiles[name]
    if unit is None:
        return None
    return f"{profile.filled:,} spans of time" + (f" in {unit}" if unit != DURATION else "")


def _unit(evidence: Evidence, name: str) -> str | None:
    """The unit of a column of spans: by the values where they carry it, else by the header; None where neither tells."""
    profile, reading = evidence.profiles[name], evidence.headers[name]
    if profile.spans >= 0.95 and profile.numbers < profile.filled:
        return DURATION
    if profile.numbers >= 0.95 * profile.filled and reading.unit in UNITS:
        return reading.unit
    return None


def spans_without_unit(evidence: Evidence) -> Mapping[str, str]:
    """Columns that speak of a span and hold bare numbers, without a word for the unit: column -> field."""
    found = {}
    for name, reading in evidence.headers.items():
        profile = evidence.profiles[name]
        if profile.filled and profile.numbers == profile.filled and reading.unit is None and name not in evidence.forms:
            for rule, _ in matches(reading):
                if rule.kind == SPAN:
                    found[name] = rule.field
    return found
