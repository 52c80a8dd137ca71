"""Colours hold on white and near-black, and for eyes that do not see red or green."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from analytics.figures import palette

MEANINGS = {"met": palette.MET, "breached": palette.BREACHED, "running": palette.RUNNING, "no verdict": palette.NO_VERDICT}
BACKGROUNDS = ("#FFFFFF", "#12191D")

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
SEEN_AS = {
    "usual": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
}


def _linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    return float(_linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def _lab(linear: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    scaled = to_xyz @ np.clip(linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("colour", [*MEANINGS.values(), *palette.PARTS])
def test_three_to_one_on_both_backgrounds(colour: str, background: str) -> None:
    light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3.0


@pytest.mark.parametrize("eyes", SEEN_AS)
@pytest.mark.parametrize(("one", "other"), list(combinations(MEANINGS, 2)))
def test_meanings_are_told_apart_by_all_eyes(one: str, other: str, eyes: str) -> None:
    seen = [_lab(SEEN_AS[eyes] @ _linear(MEANINGS[word])) for word in (one, other)]
    assert float(np.linalg.norm(seen[0] - seen[1])) > 15


def test_no_meaning_is_told_by_colour_alone() -> None:
    shapes = palette.OUTCOME_PATTERNS
    assert set(shapes) == set(palette.OUTCOME_COLOURS) == set(palette.OUTCOME_WORDS)
    assert len(set(shapes.values())) == len(shapes)


@pytest.mark.parametrize("meaning", MEANINGS)
@pytest.mark.parametrize("part", palette.PARTS)
def test_no_part_is_taken_for_a_verdict(part: str, meaning: str) -> None:
    assert float(np.linalg.norm(_lab(_linear(part)) - _lab(_linear(MEANINGS[meaning])))) > 15
