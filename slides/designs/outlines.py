"""Outlines of our own in a square of 100, stretched over any box: layouts, pictures and previews share them."""

import re
from collections.abc import Iterator

Point = tuple[float, float]

# Absolute steps only: M and L take a point, Q two, C three, and Z closes.
PATHS: dict[str, str] = {
    "check": "M0 54L15 36L37 62L85 0L100 18L37 98Z",
    "corner": "M16 0L100 0L100 100L0 100L0 20Q0 0 16 0Z",
    "cut": "M15 0L100 0L100 100L0 100Z",
    "lean": "M0 0L100 0L85 100L0 100Z",
    "hill": "M0 34C18 4 34 -2 52 20C70 42 84 44 100 10L100 100L0 100Z",
    "wave": "M0 20C22 -10 40 6 58 24C74 40 88 30 100 8L100 100L0 100Z",
    "cloud": "M16 100Q0 98 0 78Q0 58 18 56Q22 24 46 22Q66 22 72 44Q98 44 100 72Q100 98 84 100Z",
    "say": "M4 0L97 0Q100 0 100 14L100 86Q100 100 97 100L7 100Q4 100 4 86L4 58L0 48L4 38L4 14Q4 0 7 0Z",
    "say-lean": "M5 0L100 0L97.5 100L2.5 100L3.4 64L0 50L4.2 36Z",
    "say-plain": "M3 0L100 0L100 100L3 100L3 60L0 50L3 40Z",
    "speak": "M5 0L95 0Q100 0 100 11L100 73Q100 84 95 84L88 84L83 100L76 84L5 84Q0 84 0 73L0 11Q0 0 5 0Z",
    "arrow": "M0 0L93 0L100 50L93 100L0 100L7 50Z",
    "pennant": "M0 0L100 40L0 80Z",
    "burst": "M0 0L12 0L40 100L28 100Z",
}


def steps(name: str) -> Iterator[tuple[str, list[Point]]]:
    """The steps of an outline: a letter and its points."""
    for letter, rest in re.findall(r"([MLQCZ])([^MLQCZ]*)", PATHS[name]):
        numbers = [float(number) for number in rest.split()]
        yield letter, list(zip(numbers[::2], numbers[1::2], strict=True))
