"""The project's own icons as a look shows them: on their tile, without it, or in the look's own ink."""

import re
from functools import cache
from pathlib import Path

from slides.designs.looks import Look

FOLDER = Path(__file__).parent.parent / "art" / "icons"
SIDE = 200
FACES = frozenset({"boy", "girl", "teen_boy", "teen_girl"})
PLAIN = frozenset({"clock"})
TILE = re.compile(r'<rect x="0" y="0" width="200" height="200"[^>]*/>(<path d="M0 150Q100 110[^>]*/>)?')
ENDS = 'stroke-linecap="round" stroke-linejoin="round"'


@cache
def icon_parts(name: str, tones: tuple[str, ...], tile: bool) -> str:
    """What an icon is drawn of: the inside of its file, in these tones where there are any."""
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.S).strip()
    inside = inside if tile else TILE.sub("", inside, count=1)
    return re.sub("#([0-9a-f]{6})", lambda found: f"#{toned(found[1], tones)}", inside) if tones else inside


def of_look(name: str, look: Look) -> str:
    """An icon as a look shows it: people keep their own colours and ground, and a clock its own colours."""
    face = name in FACES
    return icon_parts(name, () if face or name in PLAIN else look.tones, face or not look.tones)


def toned(colour: str, tones: tuple[str, ...]) -> str:
    """A colour between three tones by how light it is: dark, middle and light."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    light = (0.3 * red + 0.59 * green + 0.11 * blue) / 255 * 2
    first, second, share = (tones[0], tones[1], light) if light < 1 else (tones[1], tones[2], light - 1)
    pairs = ((int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
