"""Whatever form a table comes in, the same rows come out (items 1 and L1, L2 of the intake)."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import ChoiceNeeded, FileRefused
from analytics.intake.files.file_kind import FileKind
from analytics.intake.files.opened_file import Asked, OpenedFile, opened_file, parts_of
from analytics.intake.limits import FileLimits
from analytics.intake.records import Records
from analytics.intake.typed_rows import reader_sql
from analytics.warehouse import Database

LIMITS = FileLimits()
Rows = list[list[str]]


def read(folder: Path, content: bytes, name: str = "export.csv", guess: bool = False, **asked: str) -> tuple[OpenedFile, Records]:
    path = folder / "given" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    opened = opened_file(path, name, Asked(**asked), LIMITS, folder / "scratch", may_guess=guess)
    return opened, opened.records(folder / "scratch" / "clean.csv", None, LIMITS)


def table(records: Records) -> Rows:
    with Database.memory() as db:
        rows = db.rows(f"SELECT * FROM {reader_sql(records)}")
    return [list(records.header), *(["" if cell is None else cell for cell in row] for row in rows)]


def as_csv(rows: Rows, delimiter: str = ",", ending: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return text.getvalue()


def as_objects(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


CELL = st.text(alphabet='ab ,;|"\n\tüßéñ€1', max_size=6)
ROW = st.tuples(st.integers(1, 10**9).map(str), CELL, CELL).map(list)
TABLE = st.lists(ROW, min_size=1, max_size=6).map(lambda rows: [["Ticket Id", "Größe", "note"], *rows])
FORMS: dict[str, Any] = {
    "utf-8": lambda rows: as_csv(rows).encode(),
    "utf-8 with mark": lambda rows: as_csv(rows).encode("utf-8-sig"),
    "tabs": lambda rows: as_csv(rows, "\t", "\n").encode(),
    "semicolons": lambda rows: as_csv(rows, ";").encode(),
    "bars in UTF-16": lambda rows: as_csv(rows, "|").encode("utf-16"),
    "UTF-16 big-endian, sep line": lambda rows: ("\ufeffsep=;\r\n" + as_csv(rows, ";")).encode("utf-16-be"),
    "UTF-32": lambda rows: as_csv(rows).encode("utf-32"),
    "gz": lambda rows: gzip.compress(as_csv(rows).encode()),
    "zip": lambda rows: zipped({"tickets.csv": as_csv(rows).encode(), "__MACOSX/._tickets.csv": b"x", "README.txt": b"read me"}),
    "gz in zip": lambda rows: zipped({"t.csv.gz": gzip.compress(as_csv(rows, ";").encode())}),
    "JSON Lines": lambda rows: "\n".join(json.dumps(one) for one in as_objects(rows)).encode(),
    "JSON Lines with mark": lambda rows: ("\ufeff" + "\r\n".join(json.dumps(one, ensure_ascii=False) for one in as_objects(rows))).encode(),
    "JSON": lambda rows: json.dumps(as_objects(rows), indent=2).encode(),
    "JSON in UTF-16": lambda rows: json.dumps(as_objects(rows), ensure_ascii=False).encode("utf-16"),
    "JSON, wrapped": lambda rows: json.dumps({"count": 3, "page": {"next": None}, "tickets": as_objects(rows)}).encode(),
    "JSON, list of wrapped": lambda rows: json.dumps([{"ticket": one} for one in as_objects(rows)]).encode(),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=TABLE)
def test_the_same_table_in_any_form_is_the_same_rows(tmp_path: Path, form: str, rows: Rows) -> None:
    _, records = read(tmp_path, FORMS[form](rows), "export" if "JSON Lines" not in form else "export.jsonl")
    assert table(records) == rows


ENCODED = {
    "cp1252": "1,Größenänderung für Straße\n2,déjà vu à Genève\n3,“quoted” – it’s €5\n",
    "cp1250": "1,zażółć gęślą jaźń\n2,Łódź nie działa\n3,hasło wygasło i proszę o zmianę\n",
    "cp1251": "1,Не работает почта\n2,Сломался принтер в бухгалтерии\n",
    "koi8_r": "1,Не работает почта\n2,Сломался принтер в бухгалтерии\n",
    "shift_jis": "1,パスワードを忘れました\n2,ログインできない\n3,東京支店の障害報告\n",
    "gb18030": "1,无法登录系统\n2,密码重置\n3,打印机不能用\n",
    "cp1255": "1,לא מצליח להתחבר\n2,המדפסת לא עובדת\n",
    "mac_roman": "1,déjà vu\n2,Réseau indisponible à Genève\n3,où est le dépôt\n",
    "cp850": "1,Größenänderung für Straße\n2,déjà vu à Genève\n",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_an_encoding_that_is_clear_is_found_and_said(tmp_path: Path, encoding: str) -> None:
    opened, records = read(tmp_path, ("id,note\n" + ENCODED[encoding]).encode(encoding))
    assert table(records) == list(csv.reader(io.StringIO("id,note\n" + ENCODED[encoding])))
    told = opened.to_json()
    assert told["encoding_share"] >= 0.99
    assert "guessed" in told["encoding_why"]


@pytest.mark.parametrize("text", ["1,Łukasz\n", "1,señor\n", "1,Zoë\n"])
def test_an_encoding_that_is_not_clear_is_asked_about_with_what_cells_read_like(tmp_path: Path, text: str) -> None:
    content = ("id,note\n" + text).encode("cp1250" if "Ł" in text else "cp1252")
    with pytest.raises(ChoiceNeeded, match="--encoding") as refused:
        read(tmp_path, content)
    assert text.strip()[2:] in refused.value.found
    opened, _ = read(tmp_path, content, guess=True)
    assert opened.questions
    assert len(opened.choices["encoding"]) > 1


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp500", "utf-7", "iso2022_jp", "utf-16-le", "hz", "mac_roman", "big5hkscs"])
def test_any_encoding_python_knows_is_read_when_it_is_told(tmp_path: Path, encoding: str) -> None:
    text = "id,note\n1,plain\n2,中\n" if encoding in ("iso2022_jp", "hz", "big5hkscs") else "id,note\n1,plain\n2,café\n"
    _, records = read(tmp_path, text.encode(encoding), encoding=encoding)
    assert table(records) == list(csv.reader(io.StringIO(text)))


def test_utf_8_is_checked_before_what_was_told(tmp_path: Path) -> None:
    opened, records = read(tmp_path, "id,note\n1,Größe\n".encode(), encoding="cp1252")
    assert table(records)[1] == ["1", "Größe"]
    assert "though cp1252 was told" in opened.to_json()["encoding_why"]


def test_a_byte_of_another_encoding_than_was_told_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"0x81 in line 3"):
        read(tmp_path, b"id,note\n1,caf\xe9\n2,\x81\n", encoding="cp1252")


@pytest.mark.parametrize("encoding", ["rot13", "base64", "unicode_escape", "nonsense", "idna"])
def test_what_is_no_encoding_of_text_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(FileRefused, match="not an encoding"):
        read(tmp_path, b"id\n\xff\n", encoding=encoding)


def test_utf_8_with_a_damaged_byte_stays_utf_8_and_says_so(tmp_path: Path) -> None:
    opened, records = read(tmp_path, "id,note\n1,Größe\n2,Übergröße\n3,ä".encode() + b"\xc3\n")
    assert [row[1] for row in table(records)] == ["note", "Größe", "Übergröße", "ä\ufffd"]
    assert "damaged" in opened.notes[0]


def test_plain_text_is_read_where_it_lies(tmp_path: Path) -> None:
    opened, _ = read(tmp_path, b"id,note\r\n1,2\r\n")
    assert opened.text_path == opened.path
    assert opened.kind is FileKind.TEXT


def test_l2_a_title_above_the_header_shifts_no_line_numbers(tmp_path: Path) -> None:
    text = "Ticket report\r\nCreated: 3 Nov 2026,,\r\n\r\nid,created,status\r\n1,2026-07-06,open\r\n2,2026-07-06\r\n3,2026-07-07,open\r\n"
    opened, records = read(tmp_path, text.encode())
    assert records.header == ("id", "created", "status")
    assert [(one.line, one.raw) for one in records.set_apart] == [(6, "2,2026-07-06")]
    assert opened.locate(records, [0, 1]) == [(5, "1,2026-07-06,open"), (7, "3,2026-07-07,open")]
    assert "line 4" in opened.notes[0]


@pytest.mark.parametrize("text", ["id,\n1,2\n3,4\n5,6\n", "name,other\n1,2\n", "id\n1\n2\n", "a,b,c\n,,\n1,,\n2,,\n,x,\n"])
def test_a_first_line_that_is_a_header_stays_the_header(tmp_path: Path, text: str) -> None:
    opened, records = read(tmp_path, text.encode())
    assert (opened.text_path, len(records.header)) == (opened.path, text.split("\n")[0].count(",") + 1)


def test_a_delimiter_more_or_less_in_the_header_alone_costs_no_row(tmp_path: Path) -> None:
    _, longer = read(tmp_path, b"id;note\n1;a;\n2;b;\n")
    assert (longer.header, longer.regular) == (("id", "note", "column 3"), 2)
    _, shorter = read(tmp_path, b"id;note;\n1;a\n2;b\n")
    assert (shorter.header, shorter.regular) == (("id", "note"), 2)


def test_old_mac_line_ends_are_read(tmp_path: Path) -> None:
    assert table(read(tmp_path, b"id,note\r1,a\r2,b\r")[1]) == [["id", "note"], ["1", "a"], ["2", "b"]]


def test_a_mark_inside_the_first_quoted_name_is_no_part_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeff"\ufeff id ",b\n1,2\n'.encode())[1].header == ("id", "b")


def test_l2_a_json_line_keeps_its_line_and_words(tmp_path: Path) -> None:
    lines = ['{"id": 1, "n": 1.50}', "", '{"id": 2', "[1]", '{"id": 3, "extra": {"deep": [1, 2]}}', '{"id": 4, "id": 5}',
             '{"id": NaN}', '{"id": 1e999}',
             '{"id": "\\u0000"}', '{"id": "\\ud800"}', '{"a":' * 100 + "1" + "}" * 100, '{"id": ' + "9" * 5000 + "}"]  # fmt: skip
    opened, records = read(tmp_path, "\n".join(lines).encode(), "x.jsonl")
    assert table(records) == [["id", "n", "extra.deep"], ["1", "1.50", ""], ["3", "", "1, 2"]]
    assert opened.locate(records, [0, 1]) == [(1, lines[0]), (5, lines[4])]
    reasons = {one.line: one.reason for one in records.set_apart}
    assert sorted(reasons) == [3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert "stands twice" in reasons[6]
    assert "NaN" in reasons[7]
    assert "too large" in reasons[8]
    assert "too large" in reasons[12]
    assert "nested too deeply" in reasons[11]
    assert records.set_apart[0].raw == lines[2]


def test_l2_an_element_of_a_json_list_keeps_its_place_and_words(tmp_path: Path) -> None:
    one, two = '{"key": "A-1",\n "fields": {"status": {"name": "Öpen"}}}', '{"key": "A-2", "fields": {"labels": ["x", "y"]}}'
    text = f'{{"issues": [\n  {one},\n 7,\n {two}\n]}}'
    opened, records = read(tmp_path, text.encode(), "x.json")
    assert records.header == ("key", "fields.status.name", "fields.labels")
    assert opened.locate(records, [1]) == [(3, two)]
    assert [(one.line, one.raw, one.reason) for one in records.set_apart] == [(2, "7", "not a JSON object")]


def test_pages_of_json_one_a_line_are_one_list(tmp_path: Path) -> None:
    page = '{"tickets": [{"id": %d}, {"id": %d}], "users": [{"id": 9}]}\n'
    opened, records = read(tmp_path, (page % (1, 2) + page % (3, 4)).encode(), "x.json")
    assert table(records) == [["id"], ["1"], ["2"], ["3"], ["4"]]
    assert "not read: users" in opened.notes[0]


def test_several_lists_without_a_known_name_are_asked_about(tmp_path: Path) -> None:
    text = b'{"ones": [{"id": 1}], "others": [{"id": 2}, {"id": 3}]}'
    with pytest.raises(ChoiceNeeded, match="--sheet"):
        read(tmp_path, text)
    assert read(tmp_path, text, sheet="others")[1].regular == 2


SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.just('\\"[{')
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=6
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(values=st.lists(VALUE, max_size=5), indent=st.sampled_from([None, 1]))
def test_l1_elements_are_counted_without_the_reader(tmp_path: Path, values: list[Any], indent: int | None) -> None:
    text = json.dumps({"tickets": [{"id": "1", "v": one} for one in values], "x": '["'}, indent=indent, ensure_ascii=False)
    if values:
        _, records = read(tmp_path, text.encode("utf-8", "replace"), "x.json")
        assert records.read == len(values)


def test_the_parts_of_a_zip_archive_are_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped({"a/tickets.csv": b"id\n1\n", "a/events.csv": b"id\n2\n", "a/chart.png": b"x"}))
    assert parts_of(path, "export.zip", LIMITS) == ("a/events.csv", "a/tickets.csv")
    with pytest.raises(ChoiceNeeded, match="--member"):
        read(tmp_path, path.read_bytes())
    assert table(read(tmp_path, path.read_bytes(), member="tickets.csv")[1]) == [["id"], ["1"]]
