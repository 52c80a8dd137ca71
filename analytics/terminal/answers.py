"""Each kind of answer in words: a receipt, findings on a file, loads, policies, flips, measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from analytics.errors import SundialError
from analytics.terminal.text import print_facts, print_lines, print_table, shown

_SUM = ("inserted", "updated", "unchanged", "folded", "rejected")
_PREVIEW_ROWS = 3


def print_receipt(receipt: Mapping[str, Any]) -> None:
    """A load's receipt: the sum of L1 first, then what else is to be known."""
    if receipt.get("already_loaded"):
        click.echo("Loaded before, with the same options: nothing changed.")
    if "read" in receipt:
        click.echo(f"{receipt['read']:,} rows read = " + " + ".join(f"{receipt[name]:,} {name}" for name in _SUM if name in receipt))
    loads = receipt.get("load_ids") or []
    counted = {name: receipt.get(name) or None for name in ("duplicates", "replaces", "reject_reasons", "warnings")}
    print_facts({"load": loads, **counted, "as_of": receipt.get("as_of"), "version": receipt.get("version")})
    files = receipt.get("files") or []
    for note in dict.fromkeys(note for one in files for note in one.get("notes", [])):
        click.echo(f"The export cannot tell {shown(note)}")
    for one in files:
        _print_read_as(one.get("read_as") or {}, f"{one['file']}: " if len(files) > 1 else "")
    for line in (line for one in files for line in one.get("mapping", [])):
        click.echo(shown(line), err=True)
    if len(files) > 1:
        print_table(files, ["load_id", "file", "format", "read", *_SUM])
        if not receipt.get("already_loaded"):
            click.echo(f"Files given at once are one load: sundial undo {max(loads)} takes all of them back.")


def _print_read_as(read_as: Mapping[str, Any], of_file: str = "") -> None:
    """How a file was opened, where that was not simply plain UTF-8 text; with how sure its encoding is and why."""
    told = [f"{read_as['kind']}" if read_as.get("kind") != "delimited text" else ""]
    if read_as.get("encoding") and (read_as["encoding"] != "utf-8" or "though" in read_as["encoding_why"]):
        told.append(f"encoding {read_as['encoding']}, {read_as['encoding_why']}")
    told += [f"{word} {read_as[word]!r}" for word in ("member", "sheet") if read_as.get(word)]
    told += [str(note) for note in read_as.get("notes", [])]
    if any(told):
        click.echo((shown(of_file) if of_file else "") + "Read as: " + shown("; ".join(filter(None, told))))


def print_findings(findings: Mapping[str, Any]) -> None:
    """What a file is, and how it would be read."""
    kind, proposal = findings.get("format") or {}, findings.get("proposal")
    known = ", ".join(one["name"] for one in findings.get("formats", []))
    print_facts({name: findings.get(name) for name in ("file", "bytes", "rows", "duplicates", "delimiter")})
    _print_read_as(findings.get("read_as") or {})
    for option, candidates in (findings.get("choices") or {}).items():
        click.echo(f"--{option} can be one of:")
        print_table([{name: _cell(value) for name, value in one.items()} for one in candidates])
    unknown = f"not recognised; known: {known}"
    if proposal:
        unknown = f"none; it was looked at and read as {proposal['kind'].replace('_', ' ')}: {proposal['kind_reason']}"
    print_facts({"format": f"{kind['title']} ({kind['name']})" if kind and not proposal else unknown})
    if kind.get("layout") == "lookup":
        print_facts({"serves": "other files of its load look values up in it; its own rows are counted, and none is kept"})
    print_facts({"cannot tell": kind.get("cannot_tell")})
    _print_columns(findings)
    if findings.get("mapping"):
        click.echo("\nHow it is mapped:")
        rows = [{**one, "confidence": f"{one['confidence']:.0%}"} for one in findings["mapping"]]
        print_table(rows, ["field", "column", "confidence", "reason"])
    for one in (proposal or {}).get("unsure", []):
        click.echo(f"  {shown(one['field'])} is left out: {shown(one['reason'])}")
    print_facts({"statuses": findings.get("statuses")})
    if unread := [one["value"] for one in findings.get("unknown_statuses", [])]:
        print_facts({"statuses not known": f"{shown(unread)}; to say it: --word status:'WORD'=open|paused|resolved|closed"})
    print_facts({"verdicts": (proposal or {}).get("verdicts"), "notes": (proposal or {}).get("notes")})
    preview = findings.get("preview") or {}
    if preview.get("rows"):
        click.echo(f"\nThe first rows of {findings.get('rows', 0):,}, as they would be read:")
        print_table([dict(zip(preview["columns"], row, strict=True)) for row in preview["rows"][:_PREVIEW_ROWS]])
    _print_wants(findings)


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _print_columns(findings: Mapping[str, Any]) -> None:
    """Each column with its first value, how full it is, and how its timestamps are read."""
    rows = []
    for column in findings.get("columns", []):
        profile, told = column.get("profile") or {}, column.get("timestamps")
        first = next((value for value in column["values"] if value), None)
        forms = f"{', '.join(told['forms'][:2])} ({told['reason']})" if told and not told["is_number"] else None
        rows.append({"column": column["name"], "first value": first, "filled": profile.get("filled"), "different": profile.get("distinct"),
                     "timestamps": forms})  # fmt: skip
    click.echo()
    print_table(rows)


def _print_zones(zones: Sequence[Mapping[str, Any]]) -> None:
    """The candidates for the zone with their evidence, and what each does to the breach rate."""
    for one in zones:
        click.echo(f"  {one['option']} ({one['confidence']:.0%}): {shown('; '.join(one['reasons']))}")
        for effect in one["effect"]:
            clock, as_if = effect["clock"].replace("_", " "), f"; {effect['as_if']}" if effect["as_if"] else ""
            click.echo(f"      {clock}: {effect['breach_rate']:.1%} breached, estimated on {effect['decided']:,} rows{as_if}")


def _print_wants(findings: Mapping[str, Any]) -> None:
    """What is still to be said before a load would be a good one."""
    click.echo()
    covered = findings.get("covered") or {}
    if findings.get("rejects"):
        click.echo(f"{findings['rejects']:,} rows would be rejected:")
        print_table(findings.get("reject_reasons", []))
    if findings.get("needs_timezone"):
        click.echo("The zone of its timestamps is not known: --timezone ZONE. Candidates by the evidence, none of which is certain:")
        _print_zones(findings.get("zones", []))
    if covered.get("rows"):
        click.echo(f"{covered['with_tier']:,} of {covered['rows']:,} rows have a known tier: --set tier=… or --customers FILE")
    if covered.get("unknown_priorities"):
        words = ", ".join(f"{shown(one['value'])} ({one['rows']:,} rows)" for one in covered["unknown_priorities"])
        known = shown("|".join(covered["priorities"]))
        click.echo(f"Priorities that the policy does not know: {words}\n  to say it: --word priority:'WORD'={known}")
    for question in (findings.get("proposal") or {}).get("questions", []):
        if not question["is_needed"]:
            click.echo(f"{shown(question['about'])}: {shown(question['why'])}\n  to say it: {shown(question['answer'])}")
    for problem in findings.get("problems", []):
        print_lines(str(SundialError(problem["wrong"], problem["found"], problem["remedy"])))


def print_loads(loads: Sequence[Mapping[str, Any]]) -> None:
    """One line a load, newest first."""
    rows = [{**load.get("receipt", {}), **load} for load in loads]
    print_table(rows, ["load_id", "file", "source", "format", "as_of", "loaded_at", "read", "inserted", "updated", "rejected"])


def print_policies(policies: Sequence[Mapping[str, Any]]) -> None:
    """The versions in order of effect, and what each says."""
    for policy in policies:
        since = policy.get("effective_from") or "the beginning"
        click.echo(f"{shown(policy['name'])}, version {shown(policy['label'])}: from {since} ({shown(policy.get('note'))})")
        for sentence in policy.get("says", []):
            click.echo(f"  {shown(sentence)}")


def print_flips(restatement: Mapping[str, Any]) -> None:
    """The verdicts that a restatement changes."""
    print_facts({name: restatement.get(name) for name in ("name", "label", "effective_from")})
    click.echo(f"{restatement.get('flipped', 0):,} clocks judged otherwise")
    print_table(restatement.get("flips", []))


def print_answer(answer: Mapping[str, Any]) -> None:
    """A measure's rows on stdout; what they rest on, on stderr."""
    print_table(answer["rows"], units=answer["units"])
    click.echo(f"\nclock {answer['clock']}, verdict by {answer['verdict']}, placed by {answer['rule']}; - is: nothing to measure", err=True)
    for source, as_of in answer["as_of"].items():
        click.echo(f"{shown(source)} as of {as_of}", err=True)
    click.echo(f"version {answer['version']}", err=True)
