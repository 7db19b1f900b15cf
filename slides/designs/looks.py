"""Three looks of one family as data: colours, sizes of type and the shapes that panels take."""

from dataclasses import dataclass

from slides.kinds import STAGE_ORDER

# Points by stage: where a style starts, and the least it may shrink to.
START: dict[str, tuple[int, int, int, int]] = {
    "title": (40, 40, 36, 34),
    "cover": (56, 54, 50, 46),
    "lead": (36, 32, 30, 28),
    "body": (34, 32, 30, 26),
    "story": (40, 36, 32, 28),
    "large": (40, 36, 34, 30),
    "strong": (40, 36, 34, 30),
    "quote": (54, 50, 46, 42),
    "goal": (50, 44, 38, 34),
    "ask": (42, 38, 36, 32),
    "option": (42, 40, 38, 34),
    "claim": (48, 44, 40, 36),
    "summary": (48, 44, 40, 36),
    "steps": (40, 36, 32, 28),
    "label": (28, 24, 20, 20),
    "law": (32, 30, 28, 26),
    "article": (60, 60, 60, 56),
    "law-name": (38, 36, 34, 32),
    "number": (60, 60, 60, 60),
    "numeral": (240, 240, 240, 240),
    "facts": (28, 24, 20, 20),
}
FLOOR: dict[str, tuple[int, int, int, int]] = {
    "title": (28, 26, 24, 22),
    "cover": (32, 30, 28, 26),
    "lead": (28, 24, 20, 20),
    "body": (28, 24, 20, 20),
    "story": (28, 24, 20, 20),
    "large": (28, 24, 20, 20),
    "strong": (28, 24, 20, 20),
    "quote": (28, 26, 24, 22),
    "goal": (28, 24, 20, 20),
    "ask": (28, 24, 20, 20),
    "option": (28, 24, 20, 20),
    "claim": (28, 24, 20, 20),
    "summary": (28, 24, 20, 20),
    "steps": (28, 24, 20, 20),
    "label": (28, 24, 20, 20),
    "law": (28, 24, 20, 20),
    "article": (28, 24, 24, 24),
    "law-name": (28, 24, 20, 20),
    "number": (40, 40, 40, 40),
    "numeral": (96, 96, 96, 96),
    "facts": (28, 24, 20, 20),
}
LOOK_OF_STAGE = {"primary_low": "primary", "primary_high": "primary", "junior": "junior", "senior": "senior"}
FOOTER_SIZE = 12


@dataclass(frozen=True)
class Look:
    """One design: its theme colours, the tints made of them, and its shapes."""

    key: str
    name: str
    stage: str
    scheme: dict[str, str]
    tints: dict[str, str]
    panel: tuple[str, tuple[tuple[str, int], ...]]
    badge: str
    outline: float
    tones: tuple[str, ...] = ()
    face: str = ""
    headings: tuple[str, str] = ("Arial", "Microsoft YaHei")
    body: tuple[str, str] = ("Arial", "Microsoft YaHei")

    def colour(self, name: str) -> str:
        """A colour by its meaning: a theme colour such as “tx2”, “accent1+80” for a lighter tint, or six hex digits."""
        return self.tints.get(name, name)

    def size(self, style: str) -> int:
        """The size of a style on this look's layouts."""
        return START[style][STAGE_ORDER.index(self.stage)]


COMMON = {
    "right": "accent5",
    "wrong": "accent6",
    "right-pale": "E2F3EA",
    "wrong-pale": "FBE7EA",
    "white": "FFFFFF",
    "ink": "tx1",
    "ground": "bg1",
    "deep": "tx2",
    "mist": "bg2",
    "field": "accent1",
    "accent": "accent2",
    "mint": "accent3",
    "sun": "accent4",
    "quiet": "tx1",
    "paper": "FFFFFF",
    "quiet-tile": "FFFFFF",
}

PRIMARY = Look(
    "primary",
    "暖阳（小学）",
    "primary_low",
    {
        "dk1": "12355B",
        "lt1": "FFF9EC",
        "dk2": "12355B",
        "lt2": "E3F3FB",
        "accent1": "FF8A7A",
        "accent2": "8F2A1E",
        "accent3": "C9EFDD",
        "accent4": "FFD166",
        "accent5": "07603F",
        "accent6": "AD1830",
        "hlink": "12355B",
        "folHlink": "12355B",
    },
    {
        **COMMON,
        "leaf": "FFFDF6",
        "shade1": "E6DFCD",
        "shade2": "F1EBDC",
        "shade3": "F9F5EA",
        "spine-shade": "0D2947",
        "tile1": "BFE3F7",
        "tile2": "FFE3A3",
        "tile3": "C9EFDD",
        "tile4": "FFD3CB",
        "spine": "tx2",
        "cover": "BFE3F7",
        "cover-text": "tx1",
        "cover-soft": "tx1",
        "cover-bold": "tx1",
        "section": "FFD166",
        "section-text": "tx1",
        "section-numeral": "tx1",
        "bubble1": "BFE3F7",
        "bubble2": "FFE3A3",
    },
    ("roundRect", (("adj", 12000),)),
    "ellipse",
    2.5,
)

JUNIOR = Look(
    "junior",
    "向上（初中）",
    "junior",
    {
        "dk1": "1F2933",
        "lt1": "FFFFFF",
        "dk2": "1D4E89",
        "lt2": "EEF4FA",
        "accent1": "F79256",
        "accent2": "8F3808",
        "accent3": "D6F1E7",
        "accent4": "FFD166",
        "accent5": "07603F",
        "accent6": "AD1830",
        "hlink": "1D4E89",
        "folHlink": "1D4E89",
    },
    {
        **COMMON,
        "leaf": "FBFCFE",
        "shade1": "DDE4EC",
        "shade2": "EAEFF4",
        "shade3": "F4F7FA",
        "spine-shade": "17406F",
        "quiet-tile": "EEF1F4",
        "tile1": "E3EEF9",
        "tile2": "FDE6D8",
        "tile3": "D6F1E7",
        "tile4": "FFF0CC",
        "spine": "tx2",
        "cover": "tx2",
        "cover-text": "FFFFFF",
        "cover-soft": "E3EEF9",
        "cover-bold": "accent4",
        "section": "tx2",
        "section-text": "FFFFFF",
        "section-numeral": "accent4",
        "bubble1": "E3EEF9",
        "bubble2": "FDE6D8",
    },
    ("round2DiagRect", (("adj1", 9000), ("adj2", 0))),
    "parallelogram",
    0,
    ("8db6e0", "ffd166", "ffffff"),
)

SENIOR = Look(
    "senior",
    "书页（高中）",
    "senior",
    {
        "dk1": "1F2933",
        "lt1": "FFFFFF",
        "dk2": "12355B",
        "lt2": "F4F1EA",
        "accent1": "C9AE78",
        "accent2": "5F4518",
        "accent3": "E9EEF2",
        "accent4": "E8D9B5",
        "accent5": "07603F",
        "accent6": "AD1830",
        "hlink": "12355B",
        "folHlink": "12355B",
    },
    {
        **COMMON,
        "leaf": "FBF9F4",
        "shade1": "DDD6C6",
        "shade2": "EAE5D9",
        "shade3": "F4F0E7",
        "spine-shade": "0D2947",
        "quiet-tile": "F6F4EF",
        "tile1": "F4F1EA",
        "tile2": "F4F1EA",
        "tile3": "F4F1EA",
        "tile4": "F4F1EA",
        "spine": "tx2",
        "cover": "bg2",
        "cover-text": "tx2",
        "cover-soft": "tx1",
        "cover-bold": "accent2",
        "section": "tx2",
        "section-text": "FFFFFF",
        "section-numeral": "accent4",
        "bubble1": "E9EEF2",
        "bubble2": "F4F1EA",
        "mint": "bg2",
    },
    ("rect", ()),
    "rect",
    0.75,
    ("a58a55", "e3cfa0", "ffffff"),
    "Times New Roman",
)

LOOKS = {look.key: look for look in (PRIMARY, JUNIOR, SENIOR)}
