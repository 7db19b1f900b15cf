"""Drawings made clean: an element is built anew from what is allowed, its pictures and colours looked up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from slides.uploaded.allowed import (
    COLOUR,
    COLOURS,
    ELEMENTS,
    FILLS,
    GEOMETRIES,
    NUMBER,
    SCALED,
    SCHEME_NAMES,
    TYPEFACE,
    VALUE,
    A,
    P,
    R,
)
from slides.uploaded.colours import resolved
from slides.uploaded.values import MasterRefused

SPACES = {"a": A[1:-1], "p": P[1:-1], "r": R[1:-1]}
LONGEST_TEXT, DEEPEST, LARGEST = 200, 40, 2**31
DEFAULT_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


@dataclass(frozen=True)
class Surroundings:
    """What a drawing of one part refers to: its pictures, the colour map, the styles of the theme, the scale."""

    part: str
    picture: Callable[[str], str]
    colour_map: Mapping[str, str]
    styles: Mapping[str, list[etree._Element]]
    scale: float = 1.0


def fresh(name: str) -> etree._Element:
    """An empty element of DrawingML or, with p: in front, of a slide."""
    space = P if name.startswith("p:") else A
    return etree.Element(space + name.removeprefix("p:"), nsmap=SPACES)


def number(element: etree._Element, name: str, default: int = 0) -> int:
    """A whole number of an attribute; a file whose numbers are none is not read further."""
    text = element.get(name)
    if text is None:
        return default
    if not NUMBER.fullmatch(text.strip()) or abs(int(text)) > LARGEST:
        raise MasterRefused("broken_part", name=name)
    return int(text)


def cleaned(element: etree._Element, around: Surroundings, depth: int = 0) -> etree._Element | None:
    """A copy of an element of DrawingML with what is allowed, or nothing."""
    if not isinstance(element.tag, str) or not element.tag.startswith(A) or depth > DEEPEST:
        return None
    name = element.tag.removeprefix(A)
    if name == "blip":
        return _blip(element, around, depth)
    if name in COLOURS:
        return colour(element, around.colour_map)
    if name == "prstGeom":
        return _geometry(element, around, depth)
    if name not in ELEMENTS:
        return None
    copy = fresh(name)
    _copy_attributes(element, copy, name, around)
    if name == "t":
        copy.text = (element.text or "")[:LONGEST_TEXT]
    for child in element:
        kept = cleaned(child, around, depth + 1)
        if kept is not None:
            copy.append(kept)
    return copy


def _copy_attributes(element: etree._Element, copy: etree._Element, name: str, around: Surroundings) -> None:
    for key in ELEMENTS[name].split():
        value = element.get(key)
        if value is None or not (TYPEFACE if key == "typeface" else VALUE).fullmatch(value):
            continue
        if key in SCALED.get(name, ()) and NUMBER.fullmatch(value):
            value = str(round(int(value) * around.scale))
        copy.set(key, value)


def _geometry(element: etree._Element, around: Surroundings, depth: int) -> etree._Element:
    """A shape by its name; one that no program knows is a rectangle."""
    copy = fresh("prstGeom")
    known = element.get("prst", "") in GEOMETRIES
    copy.set("prst", element.get("prst") if known else "rect")
    guides = element.find(f"{A}avLst") if known else None
    kept = cleaned(guides, around, depth + 1) if guides is not None else None
    copy.append(kept if kept is not None else fresh("avLst"))
    return copy


def _blip(element: etree._Element, around: Surroundings, depth: int) -> etree._Element | None:
    """A picture by the name under which it was kept; without one there is none."""
    name = around.picture(element.get(f"{R}embed", ""))
    if not name:
        return None
    copy = fresh("blip")
    copy.set(f"{R}embed", name)
    for child in element:
        kept = cleaned(child, around, depth + 1)
        if kept is not None:
            copy.append(kept)
    return copy


def colour(element: etree._Element, colour_map: Mapping[str, str]) -> etree._Element:
    """A colour whose name is one of the theme's own; what no theme knows is black."""
    kind, value = element.tag.removeprefix(A), element.get("val", "")
    if kind == "schemeClr":
        value = colour_map.get(value, DEFAULT_MAP.get(value, value))
        copy = fresh("schemeClr")
        copy.set("val", value if value in SCHEME_NAMES or value == "phClr" else "dk1")
    elif kind == "srgbClr" and COLOUR.fullmatch(value):
        copy = fresh("srgbClr")
        copy.set("val", value.upper())
    else:
        plain = fresh(kind)
        plain.attrib.update({key: element.get(key) for key in ("val", "lastClr") if element.get(key)})
        copy = fresh("srgbClr")
        copy.set("val", resolved(plain, {}))
    for change in element:
        name = change.tag.removeprefix(A) if isinstance(change.tag, str) else ""
        if name in ("alpha", "lumMod", "lumOff", "tint", "shade", "satMod") and VALUE.fullmatch(change.get("val", "")):
            copy.append(fresh(name))
            copy[-1].set("val", change.get("val"))
    return copy


def first_fill(element: etree._Element) -> etree._Element | None:
    """The fill of a shape, a line or a background, where it names one."""
    return next((element.find(A + name) for name in FILLS if element.find(A + name) is not None), None)


def filled_by_style(reference: etree._Element, kind: str, around: Surroundings) -> etree._Element | None:
    """The fill or line of the theme's list that a reference names, in the colour that it names."""
    at, styles = number(reference, "idx"), around.styles.get(kind, [])
    if kind == "fill" and at >= 1001:
        at, styles = at - 1000, around.styles.get("background", [])
    if not 1 <= at <= len(styles):
        return None
    kept = cleaned(styles[at - 1], around)
    named = next((child for child in reference if isinstance(child.tag, str) and child.tag[len(A) :] in COLOURS), None)
    if kept is not None and named is not None:
        _put_in(kept, colour(named, around.colour_map))
    return kept


def _put_in(element: etree._Element, chosen: etree._Element) -> None:
    """Put the chosen colour where a style leaves one open; the style's own changes come after the colour's."""
    for place in list(element.iter(f"{A}schemeClr")):
        if place.get("val") == "phClr":
            copy = fresh(chosen.tag.removeprefix(A))
            copy.set("val", chosen.get("val"))
            for change in (*chosen, *place):
                copy.append(fresh(change.tag.removeprefix(A)))
                copy[-1].set("val", change.get("val"))
            place.getparent().replace(place, copy)


def written(element: etree._Element) -> str:
    """An element as text, for a document that declares our three namespaces."""
    text = etree.tostring(element, encoding="unicode")
    for prefix, address in SPACES.items():
        text = text.replace(f' xmlns:{prefix}="{address}"', "")
    return text
