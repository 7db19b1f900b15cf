"""An uploaded master as values: its theme, its layouts with everything they inherit, its pictures."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from slides.designs.layouts import HEIGHT, WIDTH, Box
from slides.uploaded.allowed import COLOURS, LAYOUT_KINDS, A, P, R
from slides.uploaded.cleaning import (
    DEFAULT_MAP,
    Surroundings,
    cleaned,
    filled_by_style,
    first_fill,
    fresh,
    number,
    written,
)
from slides.uploaded.colours import resolved, scheme_of
from slides.uploaded.package_reading import Package
from slides.uploaded.shapes import SPACE, Counter, drawn_shapes, placeholder, shapes_of
from slides.uploaded.theme_reading import fonts_of, style_lists
from slides.uploaded.values import TITLES, Base, Holder, MasterRefused, SourceLayout
from slides.words import clean

EMU, MOST_LAYOUTS, HEAVIEST = 914400, 60, 8 * 1024 * 1024
Picture = Callable[[bytes, str], tuple[bytes, str]]


@dataclass
class Gallery:
    """Pictures as they are taken over: each once, under a name that follows from its contents."""

    package: Package
    picture: Picture
    media: dict[str, bytes] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def of(self, part: str) -> Callable[[str], str]:
        """A function that gives the name of the picture which a part means by an id."""
        relations = self.package.relations(part)
        return lambda identity: self.kept(relations[identity].target) if identity in relations else ""

    def kept(self, target: str) -> str:
        """The name under which a picture is kept; nothing where the file lacks it."""
        if target not in self.package.parts:
            return ""
        if target not in self.known:
            data, ending = self.picture(self.package.parts[target], target)
            name = f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
            self.known[target], self.media[name] = name, data
            if sum(map(len, self.media.values())) > HEAVIEST:
                raise MasterRefused("heavy_pictures", most=HEAVIEST // 1024 // 1024)
        return self.known[target]


def read_base(package: Package, picture: Picture) -> Base:
    """Everything of a master that decks are drawn with; raises MasterRefused where it cannot serve as one."""
    presentation = package.tree(package.main)
    scale = _scale(presentation)
    masters = [each.get(f"{R}id") for each in presentation.iterfind("p:sldMasterIdLst/p:sldMasterId", SPACE)]
    relations = package.relations(package.main)
    names = [relations[identity].target for identity in masters if identity in relations]
    if not names or names[0] not in package.parts:
        raise MasterRefused("no_master")
    reader = Reader(package, names[0], Gallery(package, picture), scale)
    layouts = tuple(reader.layouts())
    if not layouts:
        raise MasterRefused("no_layouts")
    remarks = [*reader.remarks, *([("more_masters", str(len(names)))] if len(names) > 1 else [])]
    return Base(reader.scheme, reader.fonts, layouts, reader.gallery.media, tuple(remarks))


def _scale(presentation: etree._Element) -> float:
    """How much larger our slides are; slides of another shape are refused."""
    size = presentation.find(f"{P}sldSz")
    wide, high = (number(size, "cx", 9144000), number(size, "cy", 6858000)) if size is not None else (9144000, 6858000)
    if wide <= 0 or high <= 0 or abs(wide / high / (WIDTH / HEIGHT) - 1) > 0.01:
        inches = [f"{length / EMU * 2.54:.1f}" for length in (wide, high)]
        raise MasterRefused("wrong_shape", wide=inches[0], high=inches[1])
    return WIDTH * EMU / wide


class Reader:
    """Reads one slide master with its theme and its layouts."""

    def __init__(self, package: Package, name: str, gallery: Gallery, scale: float) -> None:
        self.package, self.name, self.gallery, self.scale = package, name, gallery, scale
        self.master = package.tree(name)
        self.theme_part = package.one(name, "theme", "no_theme")
        self.theme = package.tree(self.theme_part)
        self.scheme, self.styles = scheme_of(self.theme), style_lists(self.theme)
        self.fonts, self.remarks = fonts_of(self.theme)

    def _remark(self, rule: str, fact: str) -> None:
        if fact and (rule, fact) not in self.remarks:
            self.remarks.append((rule, fact))

    def layouts(self) -> Iterator[SourceLayout]:
        """The layouts in the order of the master."""
        relations = self.package.relations(self.name)
        listed = [each.get(f"{R}id") for each in self.master.iterfind("p:sldLayoutIdLst/p:sldLayoutId", SPACE)]
        parts = [relations[identity].target for identity in listed if identity in relations]
        if len(parts) > MOST_LAYOUTS:
            self._remark("more_layouts", str(MOST_LAYOUTS))
        for part in parts[:MOST_LAYOUTS]:
            if part in self.package.parts:
                yield self._layout(part)

    def _layout(self, part: str) -> SourceLayout:
        layout, counter = self.package.tree(part), Counter()
        about = layout.find(f"{P}cSld")
        tree = layout.find(f"{P}cSld/{P}spTree")
        if about is None or tree is None:
            raise MasterRefused("broken_part", name=part)
        colour_map = self._colour_map(layout)
        shapes = ""
        if layout.get("showMasterSp", "1") not in ("0", "false"):
            own = self.master.find(f"{P}cSld/{P}spTree")
            shapes = drawn_shapes(own, self._around(self.name, colour_map), counter) if own is not None else ""
        shapes += drawn_shapes(tree, self._around(part, colour_map), counter)
        kind = layout.get("type", "")
        return SourceLayout(
            clean(about.get("name", ""))[:60],
            kind if kind in LAYOUT_KINDS else "",
            tuple(self._holders(tree, colour_map)),
            self._ground(layout, part, colour_map),
            shapes,
        )

    def _around(self, part: str, colour_map: dict[str, str]) -> Surroundings:
        return Surroundings(part, self.gallery.of(part), colour_map, self.styles, self.scale)

    def _colour_map(self, layout: etree._Element) -> dict[str, str]:
        """What the names of grounds and texts stand for on a layout."""
        own = layout.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        general = self.master.find(f"{P}clrMap")
        chosen = own if own is not None else general
        return {**DEFAULT_MAP, **({key: chosen.get(key) for key in chosen.attrib} if chosen is not None else {})}

    def _ground(self, layout: etree._Element, part: str, colour_map: dict[str, str]) -> str:
        """The background of a layout, its own or the master's, written out."""
        for tree, name in ((layout, part), (self.master, self.name)):
            background = tree.find(f"{P}cSld/{P}bg")
            if background is None:
                continue
            fill = self._fill(background, name, colour_map)
            if fill is not None:
                return _as_background(fill)
        plain = fresh("solidFill")
        plain.append(fresh("schemeClr"))
        plain[0].set("val", colour_map.get("bg1", "lt1"))
        return _as_background(plain)

    def _fill(self, background: etree._Element, part: str, colour_map: dict[str, str]) -> etree._Element | None:
        own, reference = background.find(f"{P}bgPr"), background.find(f"{P}bgRef")
        if own is not None:
            fill = first_fill(own)
            kept = cleaned(fill, self._around(part, colour_map)) if fill is not None else None
        elif reference is not None:
            kept = filled_by_style(reference, "fill", self._around(self.theme_part, colour_map))
        else:
            return None
        lost = kept is not None and (
            kept.tag == f"{A}noFill" or (kept.tag == f"{A}blipFill" and kept.find(f"{A}blip") is None)
        )
        return None if lost else kept

    def _holders(self, tree: etree._Element, colour_map: dict[str, str]) -> Iterator[Holder]:
        for element in shapes_of(tree):
            mark = placeholder(element)
            if mark is None:
                continue
            kind = mark.get("type", "obj")
            box = self._box(element) or self._box(self._inherited(mark))
            if box:
                style = self._text_style(element, mark)
                yield Holder(kind, box, style.get("algn", "l"), self._text_colour(style, colour_map))

    def _box(self, element: etree._Element | None) -> Box | None:
        place = element.find(f"{P}spPr/{A}xfrm") if element is not None else None
        if place is None or place.find(f"{A}off") is None or place.find(f"{A}ext") is None:
            return None
        off, extent = place.find(f"{A}off"), place.find(f"{A}ext")
        lengths = (number(off, "x"), number(off, "y"), number(extent, "cx"), number(extent, "cy"))
        return tuple(round(length * self.scale / EMU, 4) for length in lengths)

    def _inherited(self, mark: etree._Element) -> etree._Element | None:
        """The master's placeholder that a layout's follows."""
        kind = mark.get("type", "obj")
        wanted = "title" if kind in TITLES else kind if kind in ("ftr", "sldNum", "dt") else "body"
        tree = self.master.find(f"{P}cSld/{P}spTree")
        for element in shapes_of(tree) if tree is not None else ():
            found = placeholder(element)
            if found is not None and found.get("type", "obj") == wanted:
                return element
        return None

    def _text_style(self, element: etree._Element, mark: etree._Element) -> etree._Element:
        """The first level of text in a placeholder: its own, the master's placeholder's, or the master's style."""
        parent = self._inherited(mark)
        style = "titleStyle" if mark.get("type") in TITLES else "bodyStyle"
        places = [each.find("p:txBody/a:lstStyle/a:lvl1pPr", SPACE) for each in (element, parent) if each is not None]
        places.append(self.master.find(f"p:txStyles/p:{style}/a:lvl1pPr", SPACE))
        merged = fresh("pPr")
        for place in reversed([each for each in places if each is not None]):
            merged.attrib.update({key: place.get(key) for key in ("algn",) if place.get(key) in ("l", "ctr", "r")})
            colour = place.find("a:defRPr/a:solidFill", SPACE)
            if colour is not None:
                merged[:] = [cleaned(colour, self._around(self.name, DEFAULT_MAP))]
        return merged

    def _text_colour(self, style: etree._Element, colour_map: dict[str, str]) -> str:
        names = [each for fill in style for each in fill if each.tag.removeprefix(A) in COLOURS]
        return resolved(names[0], self.scheme) if names else self.scheme[colour_map.get("tx1", "dk1")]


def _as_background(fill: etree._Element) -> str:
    background = fresh("p:bg")
    background.append(fresh("p:bgPr"))
    background[0].extend((fill, fresh("effectLst")))
    return written(background)
