"""Colours as six hex digits: mixed, and held against each other."""

from functools import lru_cache

Rgb = tuple[float, float, float]


def rgb(digits: str) -> Rgb:
    """The parts of a colour of six hex digits, each from 0 to 1; black for anything else."""
    try:
        return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return (0.0, 0.0, 0.0)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it: 0 leaves it, 1 is the other."""
    parts = zip(rgb(colour), rgb(other), strict=True)
    return "".join(f"{round((a * (1 - share) + b * share) * 255):02X}" for a, b in parts)


def luminance(colour: str) -> float:
    """How light a colour is to the eye: 0 is black, 1 is white."""
    return light_of(rgb(colour))


@lru_cache(maxsize=4096)
def light_of(colour: Rgb) -> float:
    """The same for a colour given by its parts."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well two colours stand apart: 1 not at all, 21 at most."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def towards(colour: str, end: str, ground: str, least: float) -> str:
    """The colour, moved towards an end in small steps until it stands apart from a ground."""
    for step in range(21):
        found = mixed(colour, end, step / 20)
        if contrast(found, ground) >= least:
            return found
    return end
