"""The files a job was given: an archive of several becomes its parts, and each is opened in a scratch folder of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.intake.export_format import ExportFormat
from analytics.intake.files.archives import chosen_member
from analytics.intake.files.opened_file import Asked, OpenedFile, opened_file, parts_of
from analytics.intake.limits import FileLimits
from analytics.intake.options import LoadOptions
from analytics.intake.recognise import named_format
from analytics.intake.source_file import Digest, DigestOfPart


@dataclass(frozen=True)
class GivenFile:
    """A file, or one part of an archive."""

    path: Path
    name: str
    member: str | None = None


def given_files(files: Sequence[Mapping[str, str]], options: LoadOptions) -> list[tuple[GivenFile, Digest | DigestOfPart]]:
    """All files of a job [{path, name}], an archive of several as its parts, each with the digest that tells its bytes from others (L3).

    Raises FileRefused for an archive beyond the limits.
    """
    limits = FileLimits.in_force()
    given: list[tuple[GivenFile, Digest | DigestOfPart]] = []
    for file in files:
        path, name = Path(file["path"]), file["name"]
        parts = parts_of(path, name, limits)
        whole = Digest(path)
        if parts and options.member is not None:
            parts = (chosen_member(parts, options.member, name),)
        for part in parts:
            given.append((GivenFile(path, f"{name}/{part}", part), DigestOfPart(whole, part)))
        if not parts:
            given.append((GivenFile(path, name), whole))
    return given


def open_given(
    given: GivenFile, options: LoadOptions, formats: Mapping[str, ExportFormat], scratch: Path, may_guess: bool = False
) -> OpenedFile:
    """A file opened with a job's options; `scratch` is a folder for what is written on the way."""
    named = named_format(options.format, formats) if options.format else None
    encoding = options.encoding or (named.encoding if named else None)
    asked = Asked(encoding, options.sheet, given.member or options.member)
    delimiter, is_part = named.delimiter if named else None, given.member is not None
    return opened_file(given.path, given.name, asked, FileLimits.in_force(), scratch, delimiter, may_guess, is_part)
