"""The versions of a policy in order of effect: which is in force when, and from when a new one may be (P3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from analytics.business_time.zone import local_to_utc
from analytics.errors import PolicyRefused, Problem
from analytics.policy.policy import Policy

BEGINNING = datetime(1, 1, 1)
END = datetime(9999, 12, 31)


def effective_at(policy: Policy) -> datetime:
    """The first instant at which a version is in force: local midnight of its day in its own reporting zone; UTC, without zone."""
    if policy.effective_from is None:
        return BEGINNING
    return _naive_utc(local_to_utc(datetime.combine(policy.effective_from, time()), policy.reporting_zone))


class PolicyHistory:
    """Versions in order of effect. Made from the versions in the order they were added: a later one with the same `effective_from`
    (or taking effect at the same instant) supersedes the earlier one, which is then not among them."""

    def __init__(self, added: Iterable[Policy]) -> None:
        by_day = {policy.effective_from: policy for policy in added}
        by_instant = {effective_at(policy): policy for policy in by_day.values()}
        self.versions: tuple[Policy, ...] = tuple(by_instant[instant] for instant in sorted(by_instant))

    def __len__(self) -> int:
        return len(self.versions)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self.versions)

    @property
    def reporting_zone(self) -> str:
        """The zone of days and months on charts (T4): that of the newest version. Raises PolicyRefused where there is none."""
        return self.newest.reporting_zone

    @property
    def newest(self) -> Policy:
        """The version that is in force last. Raises PolicyRefused where there is none."""
        if not self.versions:
            raise PolicyRefused("There is no policy.", "no version", "add one: sundial policy add FILE")
        return self.versions[-1]

    def spans(self) -> tuple[tuple[int, Policy, datetime, datetime], ...]:
        """(policy_id, version, in force from, until exclusive), instants in UTC without zone; ids count from 1 in order of effect."""
        starts = [effective_at(policy) for policy in self.versions]
        ends = [*starts[1:], END]
        return tuple(zip(range(1, len(starts) + 1), self.versions, starts, ends, strict=True)) if starts else ()

    def in_force_at(self, instant: datetime) -> Policy | None:
        """The version that judges a clock started at this instant (aware, or UTC without zone); None before the first version."""
        moment = _naive_utc(instant)
        in_force = [policy for _, policy, start, _ in self.spans() if start <= moment]
        return in_force[-1] if in_force else None

    def with_added(self, policy: Policy) -> PolicyHistory:
        """The history with one more version."""
        return PolicyHistory((*self.versions, policy))


def check_effect(history: PolicyHistory, new: Policy, latest_as_of: datetime | None, file: str = "policy") -> None:
    """P3: a version that takes effect at or before any source's `as_of` is refused; an explicit restatement does not ask here.

    `latest_as_of`: the latest `as_of` of all sources, aware or UTC without zone; None: nothing is loaded, so nothing can flip.
    The same version once more changes nothing and is let through.
    """
    known = {version.effective_from: version.sha256 for version in history}
    if latest_as_of is None or known.get(new.effective_from) == new.sha256:
        return
    start, as_of = effective_at(new), _naive_utc(latest_as_of)
    if start > as_of:
        return
    began = "from the beginning" if new.effective_from is None else f"from {new.effective_from.isoformat()} ({start:%Y-%m-%d %H:%M:%S} UTC)"
    found = f"it takes effect {began}; tickets are known up to {as_of:%Y-%m-%d %H:%M:%S} UTC"
    problem = Problem(file, "effective_from", found, "a version takes effect after the latest as_of of every source")
    raise PolicyRefused(
        "This version would change verdicts that have been given.",
        found,
        "set effective_from to a later day, or restate: sundial policy restate shows what would flip before it is agreed",
        [problem],
    )


def _naive_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
