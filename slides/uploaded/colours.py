"""Colours of a theme: read, and resolved to six hex digits."""

import colorsys
from collections.abc import Mapping

from lxml import etree
from PIL import ImageColor

from slides.designs.contrast import Rgb, rgb

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SCHEME = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
LINKS = ("hlink", "folHlink")
STANDARD = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "1F2933",
    "lt2": "EEEEEE",
    "accent1": "12355B",
    "accent2": "8F3808",
    "accent3": "6B7280",
    "accent4": "C9A227",
    "accent5": "07603F",
    "accent6": "AD1830",
    "hlink": "12355B",
    "folHlink": "12355B",
}
SHORT = (("dk", "dark"), ("lt", "light"), ("med", "medium"))


def scheme_of(theme: etree._Element) -> dict[str, str]:
    """The twelve colours of a theme; what it leaves out is taken from a plain one."""
    found = {}
    for name in (*SCHEME, *LINKS):
        slot = theme.find(f"{A}themeElements/{A}clrScheme/{A}{name}")
        found[name] = resolved(slot[0], {}) if slot is not None and len(slot) else STANDARD[name]
    return found


def resolved(element: etree._Element, scheme: Mapping[str, str]) -> str:
    """Six hex digits for a colour element with its modifications."""
    red, green, blue = _plain(element, scheme)
    for change in element:
        if isinstance(change.tag, str):
            red, green, blue = _changed((red, green, blue), change.tag.removeprefix(A), _share(change))
    return "".join(f"{round(min(max(part, 0), 1) * 255):02X}" for part in (red, green, blue))


def opacity(element: etree._Element) -> float:
    """How opaque a colour element is: 1 is wholly."""
    alpha = element.find(f"{A}alpha")
    return min(max(_share(alpha), 0.0), 1.0) if alpha is not None else 1.0


def _share(element: etree._Element) -> float:
    value = element.get("val", "100000")
    try:
        return float(value.removesuffix("%")) / (100 if value.endswith("%") else 100_000)
    except ValueError:
        return 1.0


def _plain(element: etree._Element, scheme: Mapping[str, str]) -> Rgb:
    kind, value = element.tag.removeprefix(A), element.get("val", "")
    if kind == "schemeClr":
        return rgb(scheme.get(value, "000000"))
    if kind == "sysClr":
        return rgb(element.get("lastClr") or ("FFFFFF" if value == "window" else "000000"))
    if kind == "prstClr":
        return rgb(_named(value))
    return rgb(value)


def _named(name: str) -> str:
    for short, long in SHORT:
        if name.startswith(short) and name[len(short) :][:1].isupper():
            name = long + name[len(short) :]
    try:
        return "{:02X}{:02X}{:02X}".format(*ImageColor.getrgb(name.lower())[:3])
    except ValueError:
        return "000000"


def _changed(colour: Rgb, change: str, share: float) -> Rgb:
    red, green, blue = colour
    if change == "tint":
        return tuple(part * share + (1 - share) for part in colour)
    if change == "shade":
        return tuple(part * share for part in colour)
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    if change == "lumMod":
        light *= share
    elif change == "lumOff":
        light += share
    elif change == "satMod":
        full *= share
    else:
        return colour
    return colorsys.hls_to_rgb(hue, min(max(light, 0), 1), min(max(full, 0), 1))
