"""docs/policy.md is held true: it names every key, every word, and its examples are policies."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from analytics.errors import PolicyRefused
from analytics.policy import parse_policy
from analytics.policy.calendar_section import CALENDAR_KEYS, HOLIDAY_KEYS
from analytics.policy.document import MAX_KEY_PARTS, MAX_TOML_BYTES
from analytics.policy.ladder_section import LEVEL_KEYS
from analytics.policy.parse import POLICY_KEYS
from analytics.policy.tier_section import TARGET_KEYS, TIER_KEYS
from analytics.vocabulary import Landing, Reading

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
INDENTED = re.findall(r"(?:^    .*\n|^\n(?=    ))+", DOCS, re.MULTILINE)
BLOCKS = [textwrap.dedent(block) for block in INDENTED if block.strip().startswith("[")]
KEYS = {*POLICY_KEYS, *TIER_KEYS, *TARGET_KEYS, *LEVEL_KEYS, *CALENDAR_KEYS, *HOLIDAY_KEYS, "values", "also_called"}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"[`\[.\s{{]{key}\b", DOCS), key


@pytest.mark.parametrize("word", [*Reading, *Landing])
def test_every_word_is_explained(word: str) -> None:
    assert f'"{word}"' in DOCS


def test_the_limits_are_those_of_the_code() -> None:
    assert f"Files over {MAX_TOML_BYTES // 1024} KB" in DOCS
    assert f"more than {MAX_KEY_PARTS} deep" in DOCS


def test_the_examples_together_are_a_policy(default_text: str) -> None:
    """The tiers, ladder, channels and exclusions of the page, with priorities and calendars of the shipped policy."""
    assert len(BLOCKS) == 5
    calendars = "[calendars" + default_text.split("[calendars", 1)[1].split("[channels")[0]
    priorities = "[priorities.Medium]\n[priorities.Low]\n"
    tier = BLOCKS[1].replace('first_response = "1 business day"\n', "")
    enterprise = '[tiers.Enterprise]\ncalendar = "round-the-clock"\nfirst_response = "30 minutes"\nresolution = "no_target"\n'
    whole = 'name = "Docs"\nversion = "1"\n'
    text = "\n".join([whole, BLOCKS[0], priorities, tier, BLOCKS[2], enterprise, *BLOCKS[3:], calendars])
    policy = parse_policy(text, "docs.toml")
    assert [tier.name for tier in policy.tiers] == ["Standard", "Enterprise"]
    assert policy.exclusions[0].values == ("third_party", "vendor issue")


def test_the_message_shown_is_the_message_given(default_text: str) -> None:
    with pytest.raises(PolicyRefused) as caught:
        parse_policy(default_text.replace('"1 business day"', '"1 busines day"'), "my-policy.toml")
    assert " ".join(str(caught.value.problems[0]).split()) in " ".join(DOCS.split())
