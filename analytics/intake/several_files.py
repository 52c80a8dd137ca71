"""The files of one load: what each is, in which order they are taken in, and which of them others look values up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.intake.export_format import ExportFormat, Layout
from analytics.intake.fields import canonical_name
from analytics.intake.files.opened_file import OpenedFile
from analytics.intake.limits import FileLimits
from analytics.intake.options import LoadOptions
from analytics.intake.recognise import NOT_SEEN_BEFORE, choose_format, find_column, format_of, has_marks, named_format, recognised
from analytics.intake.records import read_header
from analytics.intake.source_file import Digest, DigestOfPart

_ORDER = (Layout.LOOKUP, Layout.TICKETS, Layout.EVENT_LOG, Layout.CHANGES)


@dataclass(frozen=True)
class Coming:
    """One file of a load. `base` is its format as that states its columns, `options` what was said that concerns this file."""

    opened: OpenedFile
    digest: Digest | DigestOfPart
    header: tuple[str, ...]
    delimiter: str
    base: ExportFormat
    options: LoadOptions

    @property
    def sha256(self) -> str:
        """What tells the file's bytes from others (L3); waits until it is counted."""
        return self.digest.hex

    @property
    def name(self) -> str:
        """What the person called the file."""
        return self.opened.name

    def looks_up(self, other: Coming) -> bool:
        """Whether this file takes values from the other."""
        return other is not self and any(lookup.file == other.base.name for lookup in self.base.lookups)


@dataclass(frozen=True)
class FilesOfOneLoad:
    """What a file is taken in with: the headers and digests of the files that others look values up in, by format."""

    headers: Mapping[str, tuple[str, ...]]
    digests: Mapping[str, tuple[str, ...]]

    def identity(self, export: ExportFormat, options: LoadOptions) -> str:
        """What decides how a file's bytes are read (L3): options, format, and the files its values are looked up in."""
        named = {lookup.file for lookup in export.lookups}
        return options.identity(export.digest, [digest for name in named for digest in self.digests.get(name, ())])


def settle(
    files: Sequence[tuple[OpenedFile, Digest | DigestOfPart]], options: LoadOptions, formats: Mapping[str, ExportFormat]
) -> tuple[list[Coming], FilesOfOneLoad]:
    """What the files (each with its digest) are, in the order they are taken in: lookups, tickets, event logs, histories.

    Raises FileRefused, FormatRefused or UnknownWord.
    """
    limits = FileLimits.in_force()
    delimiter = named_format(options.format, formats).delimiter if options.format else None
    coming = []
    for opened, digest in files:
        header, separator = read_header(opened.text_path, opened.delimiter or delimiter, limits)
        base = _format_of(opened.name, header, options, formats, len(files) > 1)
        coming.append(Coming(opened, digest, header, separator, base, opened.options(options)))
    coming = _with_their_options(coming, options)
    used = [one for one in coming if one.base.layout is Layout.LOOKUP or any(other.looks_up(one) for other in coming)]
    headers: dict[str, tuple[str, ...]] = {}
    digests: dict[str, tuple[str, ...]] = {}
    for one in used:
        headers.setdefault(one.base.name, one.header)
        digests[one.base.name] = (*digests.get(one.base.name, ()), one.sha256)
    return sorted(coming, key=lambda one: _ORDER.index(one.base.layout)), FilesOfOneLoad(headers, digests)


def _format_of(
    name: str, header: tuple[str, ...], options: LoadOptions, formats: Mapping[str, ExportFormat], of_several: bool
) -> ExportFormat:
    """A named format is for all files of a call but those that lack its marks and have another's."""
    named = format_of(header, options, formats, name)
    if of_several and options.format is not None and named.recognised_by and not has_marks(named, header, name):
        return recognised(header, formats, name) or named
    return named


def _with_their_options(coming: list[Coming], options: LoadOptions) -> list[Coming]:
    """Each file with the words that concern it. A word that concerns none is left to the first file, which refuses it."""
    if len(coming) < 2:
        return coming
    told: list[tuple[dict[str, str], dict[str, str]]] = [({}, {}) for _ in coming]
    for word, column in options.mapping.items():
        fitting = [i for i, one in enumerate(coming) if canonical_name(word, one.base.layout.fields) and find_column(column, one.header)]
        for i in fitting or [0]:
            told[i][0][word] = column
    for word, value in options.constants.items():
        for i in [i for i, one in enumerate(coming) if canonical_name(word, one.base.layout.fields)] or [0]:
            told[i][1][word] = value
    return [replace(one, options=replace(one.options, mapping=m, constants=c)) for one, (m, c) in zip(coming, told, strict=True)]


def resolved(one: Coming, call: FilesOfOneLoad, formats: Mapping[str, ExportFormat]) -> ExportFormat:
    """A file's format with its columns resolved in the file and in those it looks values up in."""
    if one.base is NOT_SEEN_BEFORE:
        return one.base
    return choose_format(one.name, one.header, one.options, formats, call.headers, one.base)
