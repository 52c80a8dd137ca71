"""What a power cut leaves, worked out from the recorded calls: only what was synced is sure to be there.

The shim records each write, sync, rename and removal of a publication. A disk is then modelled that has lost what no fsync made sure
of: names since the last fsync of the folder (all, or any first few of them: journals keep their order, or one alone: others do not), and
the bytes of files written since their last fsync. Whatever it has lost, the store must serve a whole version, and the new one once
publish() had returned. Two tests leave out one kind of fsync and must see the store fail: so the model can see what it is there for.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.errors import StoreRefused
from analytics.warehouse import Store

OLD, NEW = 3, 4
Names = dict[str, int]


@dataclass
class Disk:
    """Folder and files as a process sees them, and what of it is sure to survive."""

    seen: Names
    sure: Names
    unsure: list[tuple[str, str, str]] = field(default_factory=list)
    synced: dict[int, bool] = field(default_factory=dict)
    returned: bool = False

    def apply(self, call: tuple[str, str, str]) -> None:
        what, name, _ = call
        if what == "write":
            if name not in self.seen:
                self.seen[name] = len(self.synced) + 1000
                self.unsure.append(("name", name, str(self.seen[name])))
            self.synced[self.seen[name]] = False
        elif what == "sync":
            self.synced[self.seen[name]] = True
        elif what == "syncfolder":
            self.sure, self.unsure = dict(self.seen), []
        elif what == "returned":
            self.returned = True
        else:
            change(self.seen, call)
            self.unsure.append(call)

    def after_power_cut(self) -> Iterator[Names]:
        """Folders the cut may leave. A file without its bytes has the number 0."""
        for kept in range(len(self.unsure) + 1):
            yield self._with(self.unsure[:kept])
        for one in self.unsure:
            yield self._with([one])

    def _with(self, changes: list[tuple[str, str, str]]) -> Names:
        names = dict(self.sure)
        for call in changes:
            change(names, call)
        return {name: file if self.synced.get(file, True) else 0 for name, file in names.items()}


def change(names: Names, call: tuple[str, str, str]) -> None:
    what, name, other = call
    if what == "name":
        names[name] = int(other)
    elif what == "unlink":
        names.pop(name, None)
    elif what == "rename" and name in names:
        names[other] = names.pop(name)


def recorded(log: Path, folder: Path) -> list[tuple[str, str, str]]:
    calls = []
    for line in log.read_text().splitlines():
        what, *paths = [*line.split("\t"), "", ""][:3]
        name, other = (path.removeprefix(str(folder)).strip("/") for path in paths)
        if not name.startswith("LOCK"):
            calls.append((what, name, other))
    return calls


class Cuts:
    """All power cuts during one publication, and what the store serves after each."""

    def __init__(self, template: Path, work: Path, writer: Any, kind: str, built: Path) -> None:
        folder, log = shutil.copytree(template, work / "published"), work / "calls.log"
        told = writer.publish(folder, NEW, kind=kind, log=str(log), built=str(built))
        assert told["published"] == [NEW]
        self._work = work
        self.calls = recorded(log, folder)
        self._before: Names = {path.name: number for number, path in enumerate(sorted(template.iterdir()), 1)}
        self._bytes = {number: (template / name).read_bytes() for name, number in self._before.items()}
        self._after = folder

    def worst(self) -> list[str]:
        """What goes wrong, in words; empty where no cut loses anything."""
        disk = Disk(dict(self._before), dict(self._before))
        faults: dict[str, None] = {}
        done: set[tuple[tuple[str, int], ...]] = set()
        for at, call in enumerate(self.calls):
            disk.apply(call)
            final = {**self._bytes}
            for name, number in disk.seen.items():
                if number not in final and (self._after / name).is_file():
                    final[number] = (self._after / name).read_bytes()
            for names in disk.after_power_cut():
                key = (*sorted(names.items()), ("returned", disk.returned))
                if key not in done:
                    done.add(key)
                    fault = self._fault(names, final, disk.returned)
                    if fault:
                        faults[f"after call {at} ({call[0]}): {fault}"] = None
        assert len(done) >= 10
        return list(faults)

    def _fault(self, names: Names, contents: dict[int, bytes], returned: bool) -> str | None:
        folder = self._work / "after"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, number in names.items():
            (folder / name).write_bytes(contents.get(number, b""))
        try:
            version = Store(folder).current()
        except StoreRefused as refused:
            return str(refused.wrong)
        if version is None or version.number not in (OLD, NEW):
            return f"serves {version}"
        if returned and version.number != NEW:
            return "an acknowledged version is lost"
        return f"notice: {version.notice}" if version.notice else None


def test_no_power_cut_loses_a_version(three_versions: Store, tmp_path: Path, failing_writer: Any, fourth: Path) -> None:
    assert Cuts(three_versions.folder, tmp_path, failing_writer, "none", fourth).worst() == []


def test_without_the_folders_fsync_an_acknowledged_version_is_lost(
    three_versions: Store, tmp_path: Path, failing_writer: Any, fourth: Path
) -> None:
    faults = Cuts(three_versions.folder, tmp_path, failing_writer, "nofolder", fourth).worst()
    assert any("an acknowledged version is lost" in fault for fault in faults)


def test_without_the_files_fsync_a_version_is_damaged(three_versions: Store, tmp_path: Path, failing_writer: Any, fourth: Path) -> None:
    faults = Cuts(three_versions.folder, tmp_path, failing_writer, "nofile", fourth).worst()
    assert any("acknowledged" in fault or "notice" in fault or "No version" in fault for fault in faults)


def test_order_of_a_publication(three_versions: Store, tmp_path: Path, failing_writer: Any, fourth: Path) -> None:
    calls = Cuts(three_versions.folder, tmp_path, failing_writer, "none", fourth).calls
    steps = [(what, other or name) for what, name, other in calls]
    named = next(at for at, (what, name) in enumerate(steps) if what == "rename" and name.startswith("version-000004"))
    current = steps.index(("rename", "CURRENT"))
    draft = calls[named][1]
    assert calls[named - 1][:2] == ("sync", draft), "the file is synced, and nothing is written to it after that"
    assert steps[named + 1][0] == "syncfolder"
    assert steps[current - 1] == ("sync", calls[current][1])
    assert steps[current + 1][0] == "syncfolder"
    assert named < current < steps.index(("returned", ""))
    assert not any(what == "unlink" and name.startswith("version-") for what, name in steps[: current + 2]), "old ones go last"
    assert [what for what, name in steps if name.startswith("version-000001")] == ["unlink"]
