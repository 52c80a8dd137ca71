"""In which zone were timestamps without an offset written? Candidates with the evidence for and against each (T2). Nothing is chosen here.

Agents answer and resolve in office hours. Where the texts as they stand lie in office hours, they are local times; where they do
so only when read as UTC and shown in a zone the company works in, they are UTC. Which zone local times belong to, they hardly
tell: times that never existed in a zone speak against it, the language of the headers and the policy's zones for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.business_time.zone import ZoneReading, zone_names
from analytics.intake.proposing.header import folded, words_of
from analytics.warehouse import Database

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2100, 1, 1)
_MOST_ACTS = 200_000
_LEAST_ACTS = 30
_OPEN, _CLOSE = 8, 18
_MANY_GAPS = 3


@dataclass(frozen=True)
class ZoneCandidate:
    """`office_share` of `acts` by agents lie Monday to Friday, 8 to 18 h, where the file is read in this zone; `gap_times` never existed.

    `confidence` is between 0 and 1 and is no probability: it orders candidates. `reasons` say what it rests on, with figures.
    """

    zone: str
    confidence: float
    office_share: float | None
    acts: int
    gap_times: int
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "zone": self.zone, "confidence": self.confidence, "office_share": self.office_share, "acts": self.acts,
            "gap_times": self.gap_times, "reasons": list(self.reasons), "option": f"--timezone {self.zone}",
        }  # fmt: skip

    def said(self) -> str:
        """One line for people."""
        return f"--timezone {self.zone} ({self.confidence:.0%}: {'; '.join(self.reasons)})"


def zone_candidates(db: Database, header: Sequence[str], known_zones: Collection[str], acts: Sequence[str]) -> tuple[ZoneCandidate, ...]:
    """Candidates for the zone of `staged_rows`, which were read with "UTC" as zone, so that local times stand as they were written.

    `known_zones` are those the company works in (its policy's); `acts` the staged columns of agents' acts, all columns of instants
    else. The surest first.
    """
    by_language = language_zones(header)
    instants = _all_instants(db)
    local = _office_share(db, acts, None)
    zones = list(dict.fromkeys([*known_zones, *by_language]))
    found = [_local_candidate(db, name, local, instants, known_zones, by_language) for name in zones if name not in ("UTC", "Etc/UTC")]
    found.append(_utc_candidate(db, local, acts, [name for name in zones if name != "UTC"]))
    return tuple(sorted(found, key=lambda one: -one.confidence))


def _all_instants(db: Database) -> list[str]:
    names = ("received_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "changed_at")
    there = {row[0] for row in db.rows("SELECT column_name FROM (DESCRIBE staged_rows)")}
    return [name for name in names if name in there]


def _office_share(db: Database, acts: Sequence[str], zone: str | None) -> tuple[float | None, int]:
    """Share of the acts within office hours, and how many acts: as written, or read as UTC and shown in a zone."""
    if not acts:
        return None, 0
    shown = "acted" if zone is None else ZoneReading(zone, _FIRST, _LAST).local_sql("acted")
    selects = [f"(SELECT {act} AS acted FROM staged_rows WHERE has_local_time AND {act} IS NOT NULL LIMIT {_MOST_ACTS})" for act in acts]  # noqa: S608
    union = " UNION ALL ".join(selects)
    ((inside, count),) = db.rows(f"""
        SELECT count_if(isodow(shown) <= 5 AND hour(shown) >= {_OPEN} AND hour(shown) < {_CLOSE}), count(*)
        FROM (SELECT {shown} AS shown FROM ({union}))
    """)  # noqa: S608  names of columns are ours
    return (inside / count if count else None), int(count)


def _local_candidate(
    db: Database, name: str, local: tuple[float | None, int], instants: Sequence[str], known: Collection[str], by_language: Collection[str]
) -> ZoneCandidate:
    share, acts = local
    reading = ZoneReading(name, _FIRST, _LAST)
    gaps = " + ".join(f"CASE WHEN {reading.gap_sql(column)} THEN 1 ELSE 0 END" for column in instants)
    ((gap_times,),) = db.rows(f"SELECT coalesce(sum({gaps}), 0) FROM (SELECT * FROM staged_rows WHERE has_local_time LIMIT {_MOST_ACTS})")  # noqa: S608
    reasons = [_share_in_words(share, acts, "as they stand")]
    confidence = 0.3 if share is None or acts < _LEAST_ACTS else 0.1 + 0.6 * share
    if name in known:
        confidence += 0.1
        reasons.append("the policy works in it")
    if name in by_language:
        confidence += 0.1
        reasons.append("the headers' language is spoken there")
    if gap_times:
        confidence -= 0.3 if gap_times >= _MANY_GAPS else 0.15
        reasons.append(f"{gap_times:,} times that never existed there")
    return ZoneCandidate(name, round(max(0.0, min(confidence, 0.85)), 2), share, acts, int(gap_times), tuple(reasons))


def _utc_candidate(db: Database, local: tuple[float | None, int], acts: Sequence[str], zones: Sequence[str]) -> ZoneCandidate:
    """UTC: better than any local reading where acts fall into office hours only when they are shown in a zone of the company's."""
    shares = {name: _office_share(db, acts, name) for name in zones}
    best = max(shares, key=lambda name: shares[name][0] or 0.0, default=None)
    share, count = shares[best] if best else local
    as_written = local[0] or 0.0
    if best is None or share is None or count < _LEAST_ACTS:
        return ZoneCandidate("UTC", 0.3, share, count, 0, (_share_in_words(share, count, "as they stand"),))
    confidence = 0.1 + 0.6 * share + (0.15 if share > as_written + 0.1 else -0.15 if share < as_written - 0.1 else 0.0)
    reason = f"{_share_in_words(share, count, f'read as UTC and shown in {best}')}, {as_written:.0%} as they stand"
    return ZoneCandidate("UTC", round(max(0.0, min(confidence, 0.85)), 2), share, count, 0, (reason,))


def _share_in_words(share: float | None, acts: int, how: str) -> str:
    if share is None:
        return "no act of an agent to go by"
    few = "" if acts >= _LEAST_ACTS else ", too few to say much"
    return f"{share:.0%} of {acts:,} acts of agents lie in office hours {how}{few}"


def language_zones(header: Sequence[str]) -> tuple[str, ...]:
    """Zones of the countries whose language most headers are in; () where they are in English or in none."""
    words = {word for name in header for word in folded(name).replace("_", " ").split()} | {folded(name) for name in header}
    scores = {language: len(words & {folded(word) for word in telling}) for language, telling in words_of("languages").items()}
    best = max(scores.values(), default=0)
    if best < 2:
        return ()
    languages = [language for language, score in scores.items() if score == best]
    zones = [zone for language in languages for zone in words_of("language_zones")[language]]
    return tuple(zone for zone in zones if zone in zone_names())
