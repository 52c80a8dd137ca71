"""The default policy as a text to change, and a small one that states each thing once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.errors import PolicyRefused
from analytics.policy import DEFAULT_POLICY, Policy, parse_policy

SMALL = """\
name = "Small"
version = "1"

[priorities.High]
[priorities.Low]

[tiers.Gold]
calendar = "office"
first_response = "1 business day"
resolution = { High = "4 hours", Low = "no_target" }

[calendars.office]
tz = "America/Chicago"

[calendars.office.weekly]
mon = [["08:00", "17:00"]]
tue = [["08:00", "17:00"]]
wed = [["08:00", "17:00"]]
thu = [["08:00", "17:00"]]
fri = [["08:00", "17:00"]]
"""


@pytest.fixture(scope="session")
def default_text() -> str:
    return DEFAULT_POLICY.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def small_text() -> str:
    return SMALL


@pytest.fixture(scope="session")
def changed() -> Callable[..., Policy]:
    """The policy of a text with pieces replaced; a piece that is not there is a fault of the test."""

    def change(text: str, *pairs: tuple[str, str], calendars: dict[str, str] | None = None) -> Policy:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return parse_policy(text, "policy.toml", calendars)

    return change


@pytest.fixture(scope="session")
def refused(changed: Callable[..., Policy]) -> Callable[..., list[str]]:
    """The problems of a text with pieces replaced, as printed."""

    def problems(text: str, *pairs: tuple[str, str], calendars: dict[str, str] | None = None) -> list[str]:
        with pytest.raises(PolicyRefused) as caught:
            changed(text, *pairs, calendars=calendars)
        return [str(problem) for problem in caught.value.problems]

    return problems
