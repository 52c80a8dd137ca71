"""`make bench`: every part of the benchmark, each in a process of its own. `python -m tests.bench [PART]…` runs some of them."""

from __future__ import annotations

import subprocess
import sys

PARTS = ("business_time", "loading", "ten_million", "metrics", "report", "pages", "pages_browser")


def main(asked: list[str]) -> int:
    """Run the parts asked for (all, where none is named). The exit status is that of the first part that fails."""
    for part in asked or PARTS:
        if part not in PARTS:
            print(f"no part {part!r}; parts: {', '.join(PARTS)}", file=sys.stderr)
            return 2
        status = subprocess.call([sys.executable, "-m", f"tests.bench.{part}"])
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
