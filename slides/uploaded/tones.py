"""Our named colours from a theme of someone else's: every text stays readable on every ground it may stand on."""

from collections.abc import Mapping
from dataclasses import replace

from slides.designs.contrast import contrast, luminance, mixed, towards
from slides.designs.looks import LOOKS, Look
from slides.previews.shapes import THEME
from slides.uploaded.values import Base

BLACK, WHITE, INK = "000000", "FFFFFF", "1F2933"
LEAST, BODY = 5.0, 7.0
PALE = 0.84
FIXED = {"right": "07603F", "wrong": "AD1830", "right-pale": "E2F3EA", "wrong-pale": "FBE7EA"}


def look_of(base: Base, key: str, name: str) -> Look:
    """The look of one of our designs in the colours and typefaces of an uploaded master."""
    ours = LOOKS[key]
    return replace(
        ours,
        name=name,
        scheme=dict(base.scheme),
        tints=tints(base.scheme, ours),
        headings=base.fonts.heading,
        body=base.fonts.body,
    )


def tints(scheme: Mapping[str, str], ours: Look) -> dict[str, str]:
    """Six digits for every name that our layouts speak of."""
    deep = _deep(scheme)
    pale = [mixed(scheme[f"accent{number}"], WHITE, PALE) for number in range(1, 5)]
    mist = mixed(deep, WHITE, 0.92)
    darkest = min((*pale, mist, *FIXED.values()), key=lambda each: luminance(each) if each not in _dark() else 1)
    ink = scheme["dk1"] if contrast(scheme["dk1"], darkest) >= BODY else INK
    accent = towards(_accent(scheme, deep), BLACK, darkest, LEAST)
    chosen = {
        **FIXED,
        "white": WHITE,
        "paper": WHITE,
        "ink": ink,
        "quiet": ink,
        "ground": WHITE,
        "deep": deep,
        "spine": deep,
        "accent": accent,
        "field": scheme["accent1"],
        "sun": towards(scheme["accent4"], WHITE, deep, LEAST),
        "mist": mist,
        "mint": pale[2],
        "bubble1": pale[0],
        "bubble2": pale[1],
        **{f"tile{number}": each for number, each in enumerate(pale, 1)},
    }
    return {**{name: _like(name, ours, deep, mist) for name in ours.tints}, **chosen}


def _dark() -> frozenset[str]:
    """The fixed colours that texts are set in, which are no grounds."""
    return frozenset({FIXED["right"], FIXED["wrong"]})


def _deep(scheme: Mapping[str, str]) -> str:
    """The darkest colour of the theme that is not quite black: white stands on it, and it stands on white."""
    for name in ("dk2", "accent1", "accent2", "dk1"):
        if contrast(scheme[name], WHITE) >= BODY and luminance(scheme[name]) > 0.004:
            return scheme[name]
    return towards(scheme["accent1"], BLACK, WHITE, BODY)


def _accent(scheme: Mapping[str, str], deep: str) -> str:
    """A colour for words that stand out: one that is not the dark one again."""
    names = (f"accent{number}" for number in (1, 2, 5, 6))
    return next((scheme[name] for name in names if contrast(scheme[name], deep) > 1.3), scheme["accent1"])


def _like(name: str, ours: Look, deep: str, mist: str) -> str:
    """A name that only some looks have: what is dark there is dark here, and what is light is light."""
    value = ours.colour(name)
    value = ours.scheme.get(THEME.get(value, value), value)
    return deep if len(value) == 6 and luminance(value) < 0.4 else mist
