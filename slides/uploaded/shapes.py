"""The drawn shapes of a layout made clean: shapes, pictures, lines and groups; no placeholder, no link, no name."""

from collections.abc import Iterator

from lxml import etree

from slides.uploaded.allowed import LINES, A, P
from slides.uploaded.cleaning import Surroundings, cleaned, colour, filled_by_style, first_fill, fresh, number, written
from slides.uploaded.values import MasterRefused
from slides.words import CJK

MOST_SHAPES, DEEPEST_GROUP = 400, 8
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = {"a": A[1:-1], "p": P[1:-1]}
MARKS = {"sp": "nvSpPr", "pic": "nvPicPr", "cxnSp": "nvCxnSpPr", "grpSp": "nvGrpSpPr"}
# Children of shape properties in the order that the format asks for.
ORDER = ("xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "ln", "effectLst")


class Counter:
    """Counts shapes, gives each its number, and refuses too many."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        """The number of the next shape."""
        self.count += 1
        if self.count > MOST_SHAPES:
            raise MasterRefused("too_many_shapes", most=MOST_SHAPES)
        return str(1000 + self.count)


def drawn_shapes(tree: etree._Element, around: Surroundings, counter: Counter) -> str:
    """The drawn shapes of a tree as clean DrawingML."""
    return "".join(written(shape) for shape in _kept(tree, around, counter, 0))


def _kept(tree: etree._Element, around: Surroundings, counter: Counter, depth: int) -> Iterator[etree._Element]:
    for element in shapes_of(tree):
        kind = element.tag.removeprefix(P)
        if kind in MARKS and not is_placeholder(element):
            shape = (
                _group(element, around, counter, depth) if kind == "grpSp" else _shape(element, around, counter, depth)
            )
            if shape is not None:
                yield shape


def shapes_of(tree: etree._Element) -> Iterator[etree._Element]:
    """The shapes of a tree; of what is there twice, the one that every program understands."""
    for element in tree:
        if element.tag == f"{COMPATIBLE}AlternateContent":
            for fallback in element.findall(f"{COMPATIBLE}Fallback"):
                yield from shapes_of(fallback)
        elif isinstance(element.tag, str) and element.tag.startswith(P):
            yield element


def is_placeholder(element: etree._Element) -> bool:
    """Whether a shape is a place for text or pictures of the slides."""
    return placeholder(element) is not None


def placeholder(element: etree._Element) -> etree._Element | None:
    """The mark that makes a shape a placeholder."""
    kind = element.tag.removeprefix(P)
    return element.find(f"p:{MARKS.get(kind, '_')}/p:nvPr/p:ph", SPACE)


def _shape(element: etree._Element, around: Surroundings, counter: Counter, depth: int) -> etree._Element | None:
    kind = element.tag.removeprefix(P)
    properties = element.find(f"{P}spPr")
    if properties is None or properties.find(f"{A}xfrm") is None:
        return None
    copy = fresh(f"p:{kind}")
    copy.append(_mark(kind, counter))
    if kind == "pic":
        fill = _picture_fill(element, around)
        if fill is None:
            return None
        copy.append(fill)
    copy.append(_properties(element, properties, around, depth))
    if kind == "sp":
        copy.append(_text(element, around))
    return copy


def _mark(kind: str, counter: Counter) -> etree._Element:
    """What a shape is called: nothing of the file's own words."""
    mark = fresh(f"p:{MARKS[kind]}")
    about = fresh("p:cNvPr")
    own = counter.next()
    about.set("id", own)
    about.set("name", f"Decoration {own}")
    mark.extend((about, fresh(f"p:c{MARKS[kind][0].upper()}{MARKS[kind][1:]}"), fresh("p:nvPr")))
    return mark


def _picture_fill(element: etree._Element, around: Surroundings) -> etree._Element | None:
    source = element.find(f"{P}blipFill")
    if source is None:
        return None
    copy = fresh("p:blipFill")
    for child in source:
        kept = cleaned(child, around)
        if kept is not None:
            copy.append(kept)
    if copy.find(f"{A}blip") is None:
        return None
    if copy.find(f"{A}stretch") is None and copy.find(f"{A}tile") is None:
        copy.append(fresh("stretch"))
        copy[-1].append(fresh("fillRect"))
    return copy


def _properties(element: etree._Element, source: etree._Element, around: Surroundings, depth: int) -> etree._Element:
    """The place, outline, fill and line of a shape, with what its style says written out."""
    found = {
        child.tag.removeprefix(A): child for child in (cleaned(each, around) for each in source) if child is not None
    }
    found["xfrm"] = placed(source.find(f"{A}xfrm"), around.scale if not depth else 1.0)
    if "prstGeom" not in found and "custGeom" not in found:
        found["prstGeom"] = _rectangle(element)
    if found.get("blipFill") is not None and found["blipFill"].find(f"{A}blip") is None:
        found["blipFill"] = None
    style = element.find(f"{P}style")
    if style is not None:
        _write_style(found, style, source, around)
    copy = fresh("p:spPr")
    copy.extend(found[name] for name in ORDER if found.get(name) is not None)
    return copy


def _rectangle(element: etree._Element) -> etree._Element:
    outline = fresh("prstGeom")
    outline.set("prst", LINES[0] if element.tag == f"{P}cxnSp" else "rect")
    outline.append(fresh("avLst"))
    return outline


def _write_style(
    found: dict[str, etree._Element], style: etree._Element, source: etree._Element, around: Surroundings
) -> None:
    """A fill or line that the shape leaves to its style is written out, so that no style is needed."""
    fill, line = style.find(f"{A}fillRef"), style.find(f"{A}lnRef")
    if fill is not None and first_fill(source) is None:
        filled = filled_by_style(fill, "fill", around)
        if filled is not None:
            found[filled.tag.removeprefix(A)] = filled
    own = found.get("ln")
    if line is not None and (own is None or first_fill(own) is None):
        styled = filled_by_style(line, "line", around)
        if styled is not None:
            for name in () if own is None else own.attrib:
                styled.set(name, own.get(name))
            found["ln"] = styled


def placed(source: etree._Element, scale: float) -> etree._Element:
    """Where a shape stands, as whole numbers, grown to our size of slide."""
    copy = fresh("xfrm")
    for name in ("flipH", "flipV"):
        if source.get(name) in ("1", "true"):
            copy.set(name, "1")
    if number(source, "rot"):
        copy.set("rot", str(number(source, "rot")))
    for name, keys in (("off", "xy"), ("ext", ("cx", "cy")), ("chOff", "xy"), ("chExt", ("cx", "cy"))):
        place, own = source.find(A + name), name in ("off", "ext")
        if place is not None or own:
            copy.append(fresh(name))
            for key in keys:
                length = number(place, key) if place is not None else 0
                copy[-1].set(key, str(round(length * (scale if own else 1.0))))
    return copy


def _text(element: etree._Element, around: Surroundings) -> etree._Element:
    """The words of a shape, such as a bureau's name; without fields, links and bullets."""
    copy, source = fresh("p:txBody"), element.find(f"{P}txBody")
    body = source.find(f"{A}bodyPr") if source is not None else None
    kept = cleaned(body, around) if body is not None else None
    copy.extend((kept if kept is not None else fresh("bodyPr"), fresh("lstStyle")))
    paragraphs = source.findall(f"{A}p") if source is not None else []
    for paragraph in (cleaned(each, around) for each in paragraphs):
        copy.append(paragraph)
        _dress_runs(paragraph, element, around)
    if not paragraphs:
        copy.append(fresh("p"))
    return copy


def _dress_runs(paragraph: etree._Element, element: etree._Element, around: Surroundings) -> None:
    """Every run says its language and, where the shape's style colours it, its colour."""
    reference = element.find("p:style/a:fontRef", SPACE)
    named = next(iter(reference), None) if reference is not None else None
    for run in paragraph.iter(f"{A}r"):
        about = run.find(f"{A}rPr")
        if about is None:
            about = fresh("rPr")
            run.insert(0, about)
        about.set("lang", "zh-CN" if CJK.search(run.findtext(f"{A}t") or "") else "en-US")
        if named is not None and first_fill(about) is None:
            about.insert(0, fresh("solidFill"))
            about[0].append(colour(named, around.colour_map))


def _group(element: etree._Element, around: Surroundings, counter: Counter, depth: int) -> etree._Element | None:
    properties = element.find(f"{P}grpSpPr")
    if properties is None or properties.find(f"{A}xfrm") is None or depth >= DEEPEST_GROUP:
        return None
    copy = fresh("p:grpSp")
    copy.append(_mark("grpSp", counter))
    copy.append(fresh("p:grpSpPr"))
    copy[1].append(placed(properties.find(f"{A}xfrm"), around.scale if not depth else 1.0))
    fill = first_fill(properties)
    kept = cleaned(fill, around) if fill is not None else None
    if kept is not None:
        copy[1].append(kept)
    members = list(_kept(element, around, counter, depth + 1))
    copy.extend(members)
    return copy if members else None
