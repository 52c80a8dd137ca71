"""TOML from outside: what is too large or too deep is refused before it is parsed, and quickly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from analytics.errors import PolicyRefused
from analytics.policy.document import MAX_KEY_PARTS, MAX_NESTING, MAX_TOML_BYTES, read_document, read_text

DEEP_KEY = "a" + ".a" * 30_000 + " = 1"
HOSTILE = {
    "a key of 30,000 dots": (DEEP_KEY, "parts"),
    "the same as a table": ("[a" + ".a" * 30_000 + "]", "parts"),
    "the same with blanks and quotes": ("a" + ' . "a"' * 10_000 + " = 1", "parts"),
    "dots behind a string that ends in five quotes": ('x = {x = """a"""", y' + ".y" * 30_000 + ' = 1, z = ""}', "parts"),
    "dots behind a comment sign in a key": ('"#"' + ".a" * 30_000 + " = 1", "parts"),
    "brackets in brackets": ("x = " + "[" * 30_000, "deep"),
    "braces in braces": ("x = " + "{a=" * 20_000, "deep"),
    "a number of 60,000 digits": ("x = " + "1" * 60_000, "cannot be read"),
    "quotes without end": ('"' * 60_000, "not TOML"),
    "an unclosed long string of escapes": ('x = """' + '\\"""' * 15_000 + "\\", "not TOML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_toml_is_refused_at_once(name: str) -> None:
    text, reason = HOSTILE[name]
    start = time.perf_counter()
    with pytest.raises(PolicyRefused) as caught:
        read_document(text, "p.toml")
    assert time.perf_counter() - start < 2
    assert reason in str(caught.value)


def test_more_than_the_limit_is_not_parsed() -> None:
    with pytest.raises(PolicyRefused, match=r"65,537 bytes of TOML; at most 65,536 bytes are read"):
        read_document("#" * (MAX_TOML_BYTES + 1), "p.toml")


def test_exactly_the_limit_is_read() -> None:
    assert read_document("#" * MAX_TOML_BYTES, "p.toml") == {}


def test_the_limit_counts_bytes_not_characters() -> None:
    with pytest.raises(PolicyRefused, match="bytes of TOML"):
        read_document("#" + "é" * (MAX_TOML_BYTES // 2), "p.toml")


def test_as_many_key_parts_as_allowed_are_read_and_one_more_is_not() -> None:
    read_document(".".join("a" * MAX_KEY_PARTS) + " = 1", "p.toml")
    with pytest.raises(PolicyRefused, match="line 2: a key of more than 16 parts"):
        read_document("x = 1\n" + ".".join("a" * (MAX_KEY_PARTS + 1)) + " = 1", "p.toml")


def test_as_much_nesting_as_allowed_is_read_and_one_more_is_not() -> None:
    read_document(f"x = {'[' * MAX_NESTING}{']' * MAX_NESTING}", "p.toml")
    with pytest.raises(PolicyRefused, match="nested more than 16 deep"):
        read_document(f"x = {'[' * (MAX_NESTING + 1)}{']' * (MAX_NESTING + 1)}", "p.toml")


def test_dots_and_brackets_in_strings_and_comments_do_not_count() -> None:
    dots, brackets = "." * 100, "[" * 100
    text = f'# {dots} {brackets}\nx = "{dots}{brackets}"\nz = """{dots}\n{brackets}"""\nn = [{"1.5, " * 50}]\n'
    text += f"y = '''{dots}\n{brackets}'''"
    assert read_document(text, "p.toml")["x"] == dots + brackets


@pytest.mark.parametrize(
    ("text", "place"),
    [("a = 1\nb = \nc = 2", "p.toml: line 2: "), ("a = 1\na = 2", "p.toml: line 2: "), ('a = 1\nb = """x', "p.toml: line 2: ")],
)
def test_a_syntax_error_names_its_line_and_shows_it(text: str, place: str) -> None:
    with pytest.raises(PolicyRefused) as caught:
        read_document(text, "p.toml")
    assert str(caught.value.problems[0]).startswith(place)
    assert "the line reads: " in str(caught.value.problems[0])


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert read_document("\ufeffa = 1\r\nb = 2\r\n", "p.toml") == {"a": 1, "b": 2}


def test_a_file_that_is_not_utf8_says_so_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b'name = "a"\ntitle = "caf\xe9"\n')
    with pytest.raises(PolicyRefused, match=r"p\.toml: line 2: a character that is not UTF-8"):
        read_text(path)


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"#" * 1_000_000)
    with pytest.raises(PolicyRefused, match="1,000,000 bytes"):
        read_text(path)


def test_a_missing_file_is_refused_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(PolicyRefused) as caught:
        read_text(tmp_path / "absent.toml")
    assert "absent.toml" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
