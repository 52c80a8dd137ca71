"""The lock: every version pinned, every file known by its hash, no address in it, and the same versions for running and for testing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
RUN, DEV = (CHECKOUT / name for name in ("requirements.txt", "requirements-dev.txt"))


def entries(lock: Path) -> list[tuple[Requirement, list[str]]]:
    """Each locked requirement with its hashes."""
    text = "\n".join(line for line in lock.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    found = []
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip()):
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        found.append((Requirement(requirement), hashes))
    return found


@pytest.mark.parametrize("lock", [RUN, DEV], ids=lambda path: path.name)
def test_everything_is_pinned_and_known_by_its_hash(lock: Path) -> None:
    for requirement, hashes in entries(lock):
        assert [specifier.operator for specifier in requirement.specifier] == ["=="], requirement
        assert requirement.url is None, requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", known) for known in hashes), requirement


@pytest.mark.parametrize("lock", [RUN, DEV], ids=lambda path: path.name)
def test_it_holds_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|^-[ef]\b|file:", text, re.MULTILINE)


def test_testing_runs_on_what_is_run() -> None:
    tested = {(r.name, str(r.specifier), str(r.marker)) for r, _ in entries(DEV)}
    assert {(r.name, str(r.specifier), str(r.marker)) for r, _ in entries(RUN)} <= tested


def test_every_dependency_is_locked_at_a_version_that_is_allowed() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    running = project["dependencies"] + extras["build"]
    for lock, wanted in ((RUN, running), (DEV, running + extras["dev"])):
        locked: dict[str, list[str]] = {}
        for requirement, _ in entries(lock):
            locked.setdefault(canonicalize_name(requirement.name), []).extend(s.version for s in requirement.specifier)
        for dependency in map(Requirement, wanted):
            versions = locked.get(canonicalize_name(dependency.name), [])
            assert versions, f"{dependency} is not in {lock.name}: make lock"
            assert all(dependency.specifier.contains(version, prereleases=True) for version in versions), f"{dependency}: make lock"
