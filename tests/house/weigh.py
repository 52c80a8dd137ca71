"""Prints the installed size of each direct dependency, for DECISIONS.md: .venv/bin/python -m tests.house.weigh"""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement


def main() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for dependency in [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]:
        installed = metadata.distribution(Requirement(dependency).name)
        size = sum(file.size or 0 for file in installed.files or [])
        print(f"{size / 1e6:8.2f} MB  {installed.name} {installed.version}")


if __name__ == "__main__":
    main()
