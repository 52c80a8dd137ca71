"""Whether any cell of a delimited file begins or ends with a blank, told from its bytes: where none does, none has to be trimmed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

_CHUNK = 64 * 1024
"""Small enough to stay in a processor's own memory, and below what an allocator asks the system for anew each time."""
_BLANKS = ("\u0020", "\u00a0", "\u1680", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f", "\u3000")
_FIRST_BYTES = np.array(sorted({blank.encode()[0] for blank in _BLANKS}), np.uint8)
_LAST_BYTES = np.array(sorted({blank.encode()[-1] for blank in _BLANKS}), np.uint8)


def may_have_blanks(path: Path, delimiter: str) -> bool:
    """Whether a cell may begin or end with a blank of any kind. False is certain: trimming would change nothing.

    A cell's edges are delimiters, line ends, quotes and the ends of the file; a quote within a cell counts too, which errs on the safe
    side.
    """
    edges = f'{delimiter}\n"\r'.encode()
    last = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if _has_blank_edge(last + chunk, edges):
                return True
            last = chunk[-1:]
    return _has_blank_edge(last + b"\n", edges)


def _has_blank_edge(chunk: bytes, edges: bytes) -> bool:
    signs = np.frombuffer(chunk, np.uint8)
    is_edge = signs == edges[0]
    for edge in edges[1:]:
        if edge in chunk:
            is_edge |= signs == edge
    is_suspect = signs == 0x20 if chunk.isascii() else (signs == 0x20) | (signs >= 0x80)
    before, after = is_edge[:-1] & is_suspect[1:], is_suspect[:-1] & is_edge[1:]
    return (bool(before.any()) and bool(np.isin(signs[1:][before], _FIRST_BYTES).any())) or (
        bool(after.any()) and bool(np.isin(signs[:-1][after], _LAST_BYTES).any())
    )
