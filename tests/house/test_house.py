"""The rules of the house that no linter knows: what lies where, how long a file may be, what may stand in it."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
MOST_LINES_OF_A_FILE = 350
MOST_LINES_OF_A_FUNCTION = 50

TOP_LEVEL = {
    "pyproject.toml", "app.py", "pages", "analytics", "data", "tests", "README.md",
    "requirements.txt", "requirements-dev.txt", "Makefile", "CHANGELOG.md", "DECISIONS.md", "LICENSE", "docs", "static",
    ".ci", ".streamlit", ".gitignore", ".gitattributes",
}  # fmt: skip
OTHER_LOCKS = {"uv.lock", "poetry.lock", "pdm.lock", "pipfile.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}
# In parts, so that this file does not hold what it looks for.
REGISTRIES = tuple(".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian", "org")))
OF_ONE_MACHINE = tuple("/".join(parts) for parts in (("", "root", ""), ("", "work", ""), ("", "home", ""), ("", "Users", ""), ("C:", "")))
BINARY = {".woff2", ".png", ".parquet", ".xlsx", ".gz", ".zip", ".duckdb", ".ico", ".pdf", ".ttf"}


@cache
def files() -> tuple[Path, ...]:
    """All files that belong to the repository: known to git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=CHECKOUT, capture_output=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: what belongs to the repository is not known")
    return tuple(sorted(path for name in listed.stdout.decode().split("\0") if name and (path := CHECKOUT / name).is_file()))


def texts() -> list[Path]:
    return [path for path in files() if path.suffix not in BINARY and "licen" not in path.name.lower()]


def product(suffix: str) -> list[Path]:
    """The product's own files, as there on disk: also where git is not."""
    places = [CHECKOUT / "analytics", CHECKOUT / "pages"]
    return sorted(path for place in places for path in place.rglob(f"*{suffix}")) + sorted(CHECKOUT.glob(f"app{suffix}"))


def named(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def imported(path: Path) -> set[str]:
    """The top-level packages a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_the_top_level_is_the_one_that_was_agreed() -> None:
    assert {path.relative_to(CHECKOUT).parts[0] for path in files()} <= TOP_LEVEL


def test_there_is_one_kind_of_lock() -> None:
    assert [named(path) for path in files() if path.name.lower() in OTHER_LOCKS] == []


@pytest.mark.parametrize("forbidden", [*REGISTRIES, *OF_ONE_MACHINE])
def test_no_file_names_a_registry_or_a_place_on_one_machine(forbidden: str) -> None:
    holders = [named(path) for path in texts() if forbidden in path.read_text(encoding="utf-8", errors="replace")]
    assert holders == []


def test_what_runs_on_a_page_names_no_other_host() -> None:
    served = [*product(".py"), *product(".sql"), *product(".svg"), *(CHECKOUT / ".streamlit").glob("*.toml")]
    allowed = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\]|www\.w3\.org/)")
    urls = {(named(path), url) for path in served for url in re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))}
    assert {(name, url) for name, url in urls if not allowed.match(url)} == set()


def test_static_holds_fonts_and_their_licence_only() -> None:
    names = {path.name for path in (CHECKOUT / "static").iterdir()}
    assert "Inter-LICENSE.txt" in names
    assert all(name.endswith((".woff2", "-LICENSE.txt")) for name in names), "static/ is served to anyone"


def test_a_package_stays_in_its_place() -> None:
    strayed = [f"{named(path)}: {package}" for path in product(".py") for package in sorted(imported(path)) if strays(package, path)]
    assert strayed == []


def strays(package: str, path: Path) -> bool:
    """Whether a package is imported where it may not be."""
    place = named(path)
    if not place.startswith("analytics/"):
        return package in {"duckdb", "pandas", "numpy", "pyarrow", "plotly", "holidays"}
    if package == "holidays":
        return not place.startswith(("analytics/business_time/", "analytics/policy/"))
    return package == "streamlit" or (package == "duckdb" and not place.startswith("analytics/warehouse/"))


def test_a_file_is_one_noun() -> None:
    paths = [*product(".py"), *product(".sql"), *sorted((CHECKOUT / "tests").rglob("*.py"))]
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_a_function_fits_a_screen() -> None:
    lengths = {}
    for path in product(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{named(path)}:{node.lineno} {node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


def test_a_module_says_what_it_is() -> None:
    trees = {named(path): ast.parse(path.read_text(encoding="utf-8")) for path in product(".py")}
    assert [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_a_relation_says_its_grain_and_a_metric_its_definition() -> None:
    silent = []
    for path in product(".sql"):
        lines = path.read_text(encoding="utf-8").splitlines()
        first = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("--")), len(lines))
        header = "\n".join(lines[:first]).lower()
        if first < len(lines) and " MACRO " in lines[first]:  # not a relation: it needs to say what it gives
            wanted = "--"
        else:
            wanted = "definition:" if "definitions" in path.parts else "grain:"
        if wanted not in header:
            silent.append(named(path))
    assert silent == []


def test_every_layer_stands_in_the_contract() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]
    listed = {module.strip() for layer in layers for module in layer.split("|")}
    there = {f"analytics.{path.stem}" for path in (CHECKOUT / "analytics").iterdir() if path.is_dir() or path.suffix == ".py"}
    assert listed == (there - {"analytics.__init__", "analytics.__pycache__"}) | {"pages"}
