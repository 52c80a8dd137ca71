"""Random draws of a chunk: one PCG64 stream per purpose and chunk, so that no chunk depends on another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Seconds = npt.NDArray[np.int64]

LONGEST = 120 * 86400


def stream(seed: int, purpose: int, chunk: int = 0) -> np.random.Generator:
    """The stream of random numbers of one purpose and chunk."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, purpose, chunk])))


class Chance:
    """Columns of random choices, all of one length."""

    def __init__(self, generator: np.random.Generator, rows: int) -> None:
        self._generator = generator
        self.rows = rows

    def share(self, least: float = 0.0, most: float = 1.0) -> Floats:
        """Evenly between two numbers."""
        return least + (most - least) * self._generator.random(self.rows)

    def flag(self, probability: float | Floats) -> Flags:
        """True with the given probability."""
        return np.asarray(self._generator.random(self.rows) < probability)

    def choice(self, weights: Sequence[float]) -> npt.NDArray[np.int64]:
        """An index into the weights, in their proportion."""
        steps = np.cumsum(weights)
        index = np.searchsorted(steps, self._generator.random(self.rows) * steps[-1], side="right")
        return np.asarray(np.minimum(index, len(steps) - 1), dtype=np.int64)

    def seconds(self, median: float | Floats, spread: float, least: int = 60, most: int = LONGEST) -> Seconds:
        """Lognormal durations in whole seconds, kept between two ends. `spread` is the deviation of their logarithm.

        What would lie beyond the longest is mirrored back below it: cut off, a list of the longest would show one figure many times.
        """
        drawn = np.exp(spread * self._generator.standard_normal(self.rows)) * median
        drawn = np.where(drawn > most, most * (most / drawn), drawn)
        return np.asarray(np.clip(drawn.astype(np.int64), least, most))
