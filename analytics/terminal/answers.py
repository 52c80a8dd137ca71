"""Each kind of answer in words: a receipt, findings on a file, loads, policies, flips, measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from analytics.terminal.text import print_facts, print_table, shown

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
    if len(files) > 1:
        print_table(files, ["load_id", "file", "format", "read", *_SUM])


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
    kind = findings.get("format") or {}
    known = ", ".join(one["name"] for one in findings.get("formats", []))
    print_facts({name: findings.get(name) for name in ("file", "bytes", "rows", "delimiter")})
    _print_read_as(findings.get("read_as") or {})
    for option, candidates in (findings.get("choices") or {}).items():
        click.echo(f"--{option} can be one of:")
        print_table([{name: _cell(value) for name, value in one.items()} for one in candidates])
    print_facts({"format": f"{kind['title']} ({kind['name']})" if kind else f"not recognised; known: {known}"})
    print_facts({"cannot tell": kind.get("cannot_tell"), "columns": [column["name"] for column in findings.get("columns", [])]})
    if findings.get("mapping"):
        click.echo()
        print_table(findings["mapping"])
    preview = findings.get("preview") or {}
    if preview.get("rows"):
        click.echo(f"\nThe first rows of {findings.get('rows', 0):,}, as they would be read:")
        print_table([dict(zip(preview["columns"], row, strict=True)) for row in preview["rows"][:_PREVIEW_ROWS]])
    _print_wants(findings)


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _print_wants(findings: Mapping[str, Any]) -> None:
    """What is still to be said before a load would be a good one."""
    click.echo()
    covered = findings.get("covered") or {}
    if findings.get("rejects"):
        click.echo(f"{findings['rejects']:,} rows would be rejected:")
        print_table(findings.get("reject_reasons", []))
    if findings.get("needs_timezone"):
        click.echo("The zone of its timestamps is not known: --timezone ZONE")
    if covered.get("rows"):
        click.echo(f"{covered['with_tier']:,} of {covered['rows']:,} rows have a known tier: --set tier=… or --customers FILE")
    if covered.get("unknown_priorities"):
        words = ", ".join(f"{shown(one['value'])} ({one['rows']:,} rows)" for one in covered["unknown_priorities"])
        click.echo(f"Priorities that the policy does not know: {words}")
    for problem in findings.get("problems", []):
        click.echo(f"{shown(problem['wrong'])}\n  found: {shown(problem['found'])}\n  to do: {shown(problem['remedy'])}")


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
