"""Which layout of an uploaded master suits which kind of slide: by its type, its name, its places and its calm."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PIL import Image, ImageFilter

from slides.designs.layouts import WIDTH
from slides.kinds import KINDS
from slides.previews.grounds import PIXELS_WIDE
from slides.uploaded.places import room_of
from slides.uploaded.values import SourceLayout

# For each kind: types of layout and words of their names, the best first.
WANTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cover": (("title",), ("封面", "标题幻灯片", "cover", "title slide")),
    "section": (("secHead",), ("分节", "节标题", "章节", "过渡", "section")),
    "goals": (("obj",), ("目标", "goals")),
    "story": (("obj", "picTx"), ("故事", "story")),
    "quote": (("obj",), ("引言", "quote")),
    "discussion": (("twoObj", "obj"), ("讨论", "两栏", "two content", "discussion")),
    "right-and-wrong": (("twoTxTwoObj", "twoObj", "obj"), ("比较", "对比", "comparison")),
    "chart": (("chart", "obj"), ("图表", "chart")),
    "table": (("tbl", "obj"), ("表格", "table")),
    "law": (("obj",), ("法条", "law")),
    "qr": (("obj",), ("二维码", "结束", "致谢", "qr", "closing")),
}
OPENING = frozenset({"cover", "section"})
# With a title and nothing drawn below it, a layout takes any composition of ours.
OPEN = frozenset({"titleOnly", "tbl"})
TYPE, FREE, NAME, ROOM, PLACES, CALM = 40, 24, 25, 60, 10, 90
COARSE, EDGE = 24, 40


def proposed(layouts: Sequence[SourceLayout], pictures: Mapping[int, Image.Image]) -> dict[str, int]:
    """For each kind of slide the place of the layout that suits it best; ``pictures`` are their grounds."""
    calm = {number: _calm(layout, pictures[number]) for number, layout in enumerate(layouts)}
    return {
        kind: max(range(len(layouts)), key=lambda number: (_score(kind, layouts[number], calm[number]), -number))
        for kind in KINDS
    }


def _score(kind: str, layout: SourceLayout, calm: float) -> float:
    types, names = WANTED.get(kind, (("obj",), ()))
    score = 0.0
    if layout.kind in types:
        score += TYPE * (1 - types.index(layout.kind) / 4)
    if any(name in layout.name.casefold() for name in names):
        score += NAME
    if kind in OPENING:
        return score + PLACES * bool(layout.title) - (TYPE if layout.kind not in (*types, "") else 0)
    score += PLACES * bool(layout.title) + PLACES * bool(layout.bodies) + CALM * calm**8
    score += FREE * (layout.kind in OPEN and layout.kind not in types)
    score += ROOM * room_of(layout).is_wide
    return score - (TYPE if layout.kind in ("title", "secHead") or "vert" in layout.kind else 0)


def _calm(layout: SourceLayout, picture: Image.Image) -> float:
    """How much of the free area is plain: of one colour, and without lines through it. Texts stand well there."""
    scale = PIXELS_WIDE / WIDTH
    left, top, right, bottom = (round(edge * scale) for edge in room_of(layout).free)
    part = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    shades: Counter[tuple[int, ...]] = Counter()
    for count, colour in part.getcolors(part.width * part.height):
        shades[tuple(value >> 5 for value in colour)] += count
    return shades.most_common(1)[0][1] / (part.width * part.height) * (1 - _lined(part))


def _lined(part: Image.Image) -> float:
    """The share of small squares of a picture in which an edge or a line runs."""
    edges = part.convert("L").filter(ImageFilter.FIND_EDGES).point(lambda light: 255 if light > EDGE else 0)
    inside = edges.crop((1, 1, max(edges.width - 1, 2), max(edges.height - 1, 2)))
    squares = inside.resize((COARSE, COARSE), Image.Resampling.BOX)
    return sum(squares.histogram()[1:]) / COARSE**2
