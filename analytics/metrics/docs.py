"""docs/metrics.md and the list of metrics in docs/glossary.md, written from the catalogue: `python -m analytics.metrics.docs`."""

from __future__ import annotations

from pathlib import Path

from analytics.metrics.catalogue import Metric, catalogue
from analytics.metrics.formula import formulas

DOCS = Path(__file__).parents[2] / "docs"
BEGIN = "<!-- metrics: written by `python -m analytics.metrics.docs` -->"
END = "<!-- end of metrics -->"

_RELATIONS = {
    "clocks": "one row per ticket and clock",
    "survival": "one row per time after which clocks stopped, with the share still open",
    "tickets": "one row per ticket",
    "escalations": "one row per escalation",
    "repeats": "one row per escalation, with whether the ticket had been at that level before",
    "eligible": "one row per ticket and level of its ladder that it had become eligible for",
    "ladder": "one row per ticket and level of its ladder that it can become eligible for",
    "figures": "worked out from other metrics",
}
_PREFACE = """# Metrics

Written from `analytics/metrics/definitions/` by `python -m analytics.metrics.docs`; a test keeps it up to date.
Words are explained in [glossary.md](glossary.md); T1, K3 and so on are the rules in [DECISIONS.md](../DECISIONS.md).

- Clocks stand in the month, week or day of their due instant, unless the rule says started or stopped; tickets in that of their
  receiving; escalations in their own. Weekday and hour are always those of the receiving (K8).
- A rate is null where its denominator is 0: "no decided tickets" is neither 0 % nor 100 % (K3). It always comes with its
  numerator and its denominator.
- Where the deadline of the export or the vendor's own verdict judges, tier and priority are the export's own words (K9).
- A percentile marked ≥ is a lower bound: an overdue clock, still running, counts among the shorter ones (K10).
- A rate brings its 95 % interval, `…_low` to `…_high`: Wilson's for shares, Garwood's for escalations. What they are for, and control
  charts, changes and rankings, is in [statistics.md](statistics.md).
- `level` splits what counts escalations only; the tickets they are divided by are not split by it.
"""


def metrics_page() -> str:
    """docs/metrics.md."""
    metrics = catalogue()
    lines = ["| metric | title | unit | better |", "|---|---|---|---|"]
    lines += [f"| [{m.name}](#{m.name}) | {m.title} | {m.unit} | {m.better} |" for m in metrics]
    named = [f"```sql\n{statement};\n```\n" for statement in formulas().values()]
    return "\n".join([_PREFACE, *lines, "", *(_entry(m) for m in metrics), "## Formulas", "", *named])


def glossary_page(glossary: str) -> str:
    """docs/glossary.md with its list of metrics renewed; everything outside the two marks stays."""
    before, _, rest = glossary.partition(BEGIN)
    _, _, after = rest.partition(END)
    entries = "\n".join(f"- **{m.name}**: {m.title}; see [metrics.md](metrics.md#{m.name})." for m in catalogue())
    return f"{before}{BEGIN}\n{entries}\n{END}{after}"


def _entry(metric: Metric) -> str:
    ratio = [f"- numerator: {metric.numerator}"] if metric.numerator else []
    ratio += [f"- denominator: {metric.denominator}"] if metric.denominator else []
    beside = [f"- shown with: {', '.join(metric.beside)}"] if metric.beside else []
    return "\n".join(
        [
            f"## {metric.name}",
            f"**{metric.title}.** {metric.definition}",
            "",
            *ratio,
            f"- unit: {metric.unit}; better: {metric.better}; rules: {metric.rules}",
            f"- from {metric.relation}: {_RELATIONS[metric.relation]}",
            *beside,
            f"- example: {metric.example}",
            "",
            "```sql",
            metric.expression,
            "```",
            "",
        ]
    )


def write() -> None:
    """Write both pages."""
    (DOCS / "metrics.md").write_text(metrics_page(), encoding="utf-8")
    glossary = DOCS / "glossary.md"
    glossary.write_text(glossary_page(glossary.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
