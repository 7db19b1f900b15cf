"""The colours that every picture shares, and the two tones that give a flat shape its light side."""

INK, NAVY, BLUE = "#1f2933", "#12355b", "#1d4e89"
CREAM, SKY, SUN, LEAF, CORAL = "#fff9ec", "#bfe3f7", "#ffd166", "#8fd9b6", "#ff8a7a"
ORANGE, MINT, GREEN, RED = "#f79256", "#d6f1e7", "#0b7a53", "#c81e3a"
BRASS, SLATE, WHITE = "#b98f3e", "#4a5568", "#ffffff"
WOOD, BOARD, LILAC, PLUM = "#e2b27c", "#2f6b5a", "#b9b4e0", "#6b2d3a"

FAIR, WARM, TAN, DEEP = "#fcdcc2", "#f6cba9", "#ecb98f", "#dca277"
BLACK_HAIR, BROWN_HAIR, DARK_HAIR, GREY_HAIR = "#2a2b36", "#4a3530", "#38302f", "#c3c8cf"


def mix(colour: str, other: str, share: float) -> str:
    """Blend a share of another colour into a colour."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shade(colour: str, depth: float = 0.16) -> str:
    """The tone of a colour on the side away from the light: plum on warm colours, navy on cool ones."""
    red, _, blue = _channels(colour)
    return mix(colour, PLUM if red > blue + 8 else NAVY, depth)


def tint(colour: str, height: float = 0.4) -> str:
    """The tone of a colour where the light falls on it."""
    return mix(colour, WHITE, height)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
